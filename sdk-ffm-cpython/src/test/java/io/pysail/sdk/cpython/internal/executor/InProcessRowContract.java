package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.RowContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of rows, by one carrier. */
@ExtendWith(PythonUnderTest.class)
abstract class InProcessRowContract extends RowContract {
    private final String carrier;

    InProcessRowContract(String carrier) {
        this.carrier = carrier;
    }

    @BeforeAll
    void choose() {
        System.setProperty(RowCarriers.PROPERTY, carrier);
    }

    @AfterAll
    void chooseNothing() {
        System.clearProperty(RowCarriers.PROPERTY);
    }

    @Override
    protected PythonExecutor open(ExecutorOptions options) {
        return new InProcessExecutorProvider().create(PythonUnderTest.environment(), options);
    }
}
