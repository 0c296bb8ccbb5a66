/** For engines that use Apache Arrow Java: batches to and from {@code VectorSchemaRoot} without copies. */
module io.pysail.sdk.arrow {
    requires static transitive org.jspecify;
    requires transitive io.pysail.sdk.cdata;
    requires transitive org.apache.arrow.memory.core;
    requires transitive org.apache.arrow.vector;
    // The messages of IPC, whose heads a reader of files looks at.
    requires org.apache.arrow.format;

    exports io.pysail.sdk.arrow;
    exports io.pysail.sdk.arrow.ipc;
}
