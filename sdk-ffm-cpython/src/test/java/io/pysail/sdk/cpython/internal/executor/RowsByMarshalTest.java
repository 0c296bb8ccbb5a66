package io.pysail.sdk.cpython.internal.executor;

class RowsByMarshalTest extends InProcessRowContract {
    RowsByMarshalTest() {
        super("marshal");
    }
}
