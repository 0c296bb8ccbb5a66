package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.WriteContract;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith({PythonUnderTest.class, Pyarrow.class})
class InProcessArrowWriteTest extends WriteContract {
    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new InProcessExecutorProvider()
                .create(PythonUnderTest.environment(), options.withSearchPath(List.of(Pyarrow.site())));
    }

    @Override
    protected boolean takesBatches() {
        return true;
    }
}
