package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.FailureContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class SubprocessFailureTest extends FailureContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new SubprocessExecutorProvider().create(PythonUnderTest.environment(), options);
    }
}
