/** For engines that use Apache Arrow Java: memory for it over {@code java.lang.foreign}. */
module io.pysail.sdk.arrow.memory {
    requires static org.jspecify;
}
