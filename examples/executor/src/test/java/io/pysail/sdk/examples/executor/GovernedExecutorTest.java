package io.pysail.sdk.examples.executor;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.ExecutorContract;

class GovernedExecutorTest extends ExecutorContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return Governed.open(options);
    }
}
