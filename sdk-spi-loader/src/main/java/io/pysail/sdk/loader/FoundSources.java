package io.pysail.sdk.loader;

import io.pysail.sdk.spi.PythonSourceProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;

/** The jars with Python sources, in the order in which they were found. Confined to the thread that searches. */
final class FoundSources {
    private static final System.Logger LOG = System.getLogger("io.pysail.sdk.loader");

    /** Ends a search that fails for ever, as one does whose class loader cannot list its resources. */
    private static final int MOST_FAILURES = 100;

    private final List<PythonSourceProvider> found = new ArrayList<>();

    private FoundSources() {}

    /**
     * Looks where executors are looked for; what is broken is logged and does not hide the others.
     *
     * @param given those that the caller has: they come first, and none of their classes comes twice
     */
    static List<PythonSourceProvider> searchBeside(List<PythonSourceProvider> given) {
        FoundSources sources = new FoundSources();
        sources.found.addAll(given);
        ModuleLayer layer = PythonExecutors.class.getModule().getLayer();
        if (layer != null) {
            sources.addAll(ServiceLoader.load(layer, PythonSourceProvider.class));
        }
        sources.addAll(ServiceLoader.load(PythonSourceProvider.class, PythonExecutors.class.getClassLoader()));
        sources.addAll(ServiceLoader.load(PythonSourceProvider.class));
        return sources.found;
    }

    private void addAll(ServiceLoader<PythonSourceProvider> loader) {
        Spliterator<ServiceLoader.Provider<PythonSourceProvider>> providers =
                loader.stream().spliterator();
        boolean more = true;
        for (int failures = 0; more && failures < MOST_FAILURES; ) {
            try {
                more = providers.tryAdvance(provider -> add(provider.get()));
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                LOG.log(Level.WARNING, "a jar with Python sources cannot be used", e);
            }
        }
    }

    /** Several of the places that are searched lead to the same class, which counts once. */
    private void add(PythonSourceProvider provider) {
        if (found.stream().noneMatch(other -> other.getClass() == provider.getClass())) {
            found.add(provider);
        }
    }
}
