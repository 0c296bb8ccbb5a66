/** Writes and reads Arrow's IPC format, which is where Arrow Java wants to make byte buffers of addresses. */
module programs.messages {
    requires org.apache.arrow.memory.core;
    requires org.apache.arrow.vector;
}
