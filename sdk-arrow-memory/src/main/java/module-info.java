/**
 * For engines that use Apache Arrow Java: memory for it over {@code java.lang.foreign}.
 *
 * <p>Arrow finds an allocation manager by the names of its classes, so the only package here is the one that Arrow looks
 * into, {@code org.apache.arrow.memory.unsafe}. Nothing names this module either, so it must be required by a program, or
 * be added by {@code --add-modules}.
 */
module io.pysail.sdk.arrow.memory {
    requires org.apache.arrow.memory.core;
    requires static org.jspecify;

    exports org.apache.arrow.memory.unsafe to
            org.apache.arrow.memory.core; // reads a static field by reflection
}
