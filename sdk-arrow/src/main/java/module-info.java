/** For engines that use Apache Arrow Java: batches to and from {@code VectorSchemaRoot} without copies. */
module io.pysail.sdk.arrow {
    requires static transitive org.jspecify;
    requires transitive io.pysail.sdk.cdata;
    requires transitive org.apache.arrow.memory.core;
    requires transitive org.apache.arrow.vector;

    exports io.pysail.sdk.arrow;
}
