/** For engines that use Apache Arrow Java: batches to and from {@code VectorSchemaRoot} without copies. */
module io.pysail.sdk.arrow {
    requires io.pysail.sdk.cdata;
    requires static org.jspecify;
}
