package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.FilterContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class SubprocessFilterTest extends FilterContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new SubprocessExecutorProvider().create(PythonUnderTest.environment(), options);
    }
}
