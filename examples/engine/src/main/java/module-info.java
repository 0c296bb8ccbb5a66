/**
 * A model for builders of engines: a small query engine of one's own, with Arrow Java's vectors, on the module path.
 *
 * <p>Exports nothing: it is a command, {@code engine list} and {@code engine query}.
 */
module io.pysail.sdk.examples.engine {
    requires io.pysail.sdk.arrow;
    requires io.pysail.sdk.loader;
    requires static org.jspecify;

    // Arrow finds its memory by the names of classes: without this line the module would not even be there.
    requires io.pysail.sdk.arrow.memory;
}
