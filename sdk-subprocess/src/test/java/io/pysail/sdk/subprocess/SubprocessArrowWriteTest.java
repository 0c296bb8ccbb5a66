package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.WriteContract;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(PythonUnderTest.class)
class SubprocessArrowWriteTest extends WriteContract {
    @BeforeAll
    static void needPyarrow() {
        assumeThat(PythonUnderTest.site()).exists();
    }

    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new SubprocessExecutorProvider()
                .create(PythonUnderTest.environment(), options.withSearchPath(List.of(PythonUnderTest.site())));
    }

    @Override
    protected boolean takesBatches() {
        return true;
    }
}
