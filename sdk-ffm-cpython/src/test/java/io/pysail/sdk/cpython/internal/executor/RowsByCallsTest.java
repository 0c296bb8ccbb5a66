package io.pysail.sdk.cpython.internal.executor;

class RowsByCallsTest extends InProcessRowContract {
    RowsByCallsTest() {
        super("calls");
    }
}
