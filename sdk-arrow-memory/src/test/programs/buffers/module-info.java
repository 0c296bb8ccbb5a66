/** Uses no vectors, whose dependency on an automatic module keeps them out of run-time images. */
module programs.buffers {
    requires io.pysail.sdk.arrow.memory;
    requires org.apache.arrow.memory.core;
}
