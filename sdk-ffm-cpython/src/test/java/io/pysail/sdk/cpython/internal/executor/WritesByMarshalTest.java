package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.OnFewerVersions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** The contract of writes, where Python makes the rows, as it does where the layout of its objects is not known. */
@ExtendWith(OnFewerVersions.class)
class WritesByMarshalTest extends InProcessWriteTest {
    @BeforeAll
    static void choose() {
        System.setProperty(RowCarriers.PROPERTY, "marshal");
    }

    @AfterAll
    static void chooseNothing() {
        System.clearProperty(RowCarriers.PROPERTY);
    }
}
