package io.pysail.sdk.loader;

import io.pysail.sdk.spi.PythonSourceProvider;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;

/** The jars with Python sources, in the order in which they were found. Confined to the thread that searches. */
final class FoundSources {
    private static final System.Logger LOG = System.getLogger("io.pysail.sdk.loader");

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
        Providers.forEach(
                PythonSourceProvider.class,
                provider -> sources.add(provider.get()),
                failure -> LOG.log(Level.WARNING, "a jar with Python sources cannot be used", failure));
        return sources.found;
    }

    /** Several of the places that are searched lead to the same class, which counts once. */
    private void add(PythonSourceProvider provider) {
        if (found.stream().noneMatch(other -> other.getClass() == provider.getClass())) {
            found.add(provider);
        }
    }
}
