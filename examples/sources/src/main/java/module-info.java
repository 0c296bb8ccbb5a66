import io.pysail.sdk.examples.sources.ExampleSources;
import io.pysail.sdk.spi.PythonSourceProvider;

/**
 * For people who want to try the SDK, and a model for authors who ship Python sources in a jar: the sources
 * {@code range}, {@code constant}, {@code flappybird} and {@code fake-orders}, and the sinks {@code jsonl-files} and
 * {@code counter}.
 *
 * <p>Exports nothing: the provider is found by the loader, and the sources are opened by their names.
 */
module io.pysail.sdk.examples.sources {
    requires io.pysail.sdk;
    requires static org.jspecify;

    provides PythonSourceProvider with
            ExampleSources;
}
