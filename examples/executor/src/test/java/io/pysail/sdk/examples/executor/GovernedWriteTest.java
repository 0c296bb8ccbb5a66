package io.pysail.sdk.examples.executor;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.WriteContract;

class GovernedWriteTest extends WriteContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return Governed.open(options);
    }
}
