package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.ExecutorContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class SubprocessExecutorTest extends ExecutorContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new SubprocessExecutorProvider().create(PythonUnderTest.environment(), options);
    }
}
