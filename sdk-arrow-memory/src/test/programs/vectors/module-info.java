/** Names no allocation manager, as programs do that were written before they had this one. */
module programs.vectors {
    requires org.apache.arrow.memory.core;
    requires org.apache.arrow.vector;
}
