package io.pysail.sdk.cpython.internal.executor;

class RowsByAddressTest extends InProcessRowContract {
    RowsByAddressTest() {
        super("address");
    }
}
