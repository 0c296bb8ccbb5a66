package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.WriteContract;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class InProcessWriteTest extends WriteContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new InProcessExecutorProvider().create(PythonUnderTest.environment(), options);
    }
}
