package io.pysail.sdk.loader;

import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.function.Consumer;

/**
 * The walk over all providers of a service: those of the SDK's own surroundings first, so that what a thread's context
 * class loader adds never takes the place of what every thread finds. Several of the places lead to the same class.
 */
final class Providers {
    /** Ends a search that fails for ever, as one does whose class loader cannot list its resources. */
    private static final int MOST_FAILURES = 100;

    private Providers() {}

    /**
     * Visits every provider before it is made, so that one that cannot be made has a name.
     *
     * @param service what is provided; this module says that it uses it
     * @param visitor may make the provider, and throw what that throws
     * @param failed hears of each failure, which does not end the walk
     */
    static <T> void forEach(Class<T> service, Consumer<ServiceLoader.Provider<T>> visitor, Consumer<Throwable> failed) {
        ModuleLayer layer = Providers.class.getModule().getLayer();
        if (layer != null) {
            walk(ServiceLoader.load(layer, service), visitor, failed);
        }
        walk(ServiceLoader.load(service, Providers.class.getClassLoader()), visitor, failed);
        walk(ServiceLoader.load(service), visitor, failed);
    }

    private static <T> void walk(
            ServiceLoader<T> loader, Consumer<ServiceLoader.Provider<T>> visitor, Consumer<Throwable> failed) {
        Spliterator<ServiceLoader.Provider<T>> providers = loader.stream().spliterator();
        boolean more = true;
        for (int failures = 0; more && failures < MOST_FAILURES; ) {
            try {
                more = providers.tryAdvance(visitor);
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                failed.accept(e);
            }
        }
    }
}
