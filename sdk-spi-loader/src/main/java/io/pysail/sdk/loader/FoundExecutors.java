package io.pysail.sdk.loader;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.PythonExecutorProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Spliterator;
import java.util.stream.Collectors;

/** The executors of one search, in the order in which they were found. Confined to the thread that searches. */
final class FoundExecutors {
    /** For a provider that failed before anything was known of it. */
    private static final String UNKNOWN = "unknown";

    /** Ends a search that fails for ever, as one does whose class loader cannot list its resources. */
    private static final int MOST_FAILURES = 100;

    private final List<FoundExecutor> found = new ArrayList<>();

    /**
     * Looks everywhere, in the SDK's own surroundings first, so that what a thread's context class loader adds never
     * takes the place of what every thread finds.
     */
    static FoundExecutors search() {
        var executors = new FoundExecutors();
        ModuleLayer layer = PythonExecutors.class.getModule().getLayer();
        if (layer != null) {
            executors.addAll(ServiceLoader.load(layer, PythonExecutorProvider.class));
        }
        executors.addAll(ServiceLoader.load(PythonExecutorProvider.class, PythonExecutors.class.getClassLoader()));
        executors.addAll(ServiceLoader.load(PythonExecutorProvider.class));
        return executors;
    }

    List<FoundExecutor> inOrder() {
        return found.stream()
                .sorted(Comparator.comparingInt(FoundExecutor::preference)
                        .reversed()
                        .thenComparing(FoundExecutor::name))
                .toList();
    }

    /**
     * The first executor of a name.
     *
     * @throws UsageException if there is none
     */
    FoundExecutor named(String name) {
        return firstNamed(name).orElseThrow(() -> unknownName(name));
    }

    private Optional<FoundExecutor> firstNamed(String name) {
        String wanted = FoundExecutor.canonical(name);
        return found.stream()
                .filter(executor -> FoundExecutor.canonical(executor.name()).equals(wanted))
                .findFirst();
    }

    private void addAll(ServiceLoader<PythonExecutorProvider> loader) {
        // Its stream, unlike its iterator, finds a provider before it is made: so the one that fails has a name.
        Spliterator<ServiceLoader.Provider<PythonExecutorProvider>> providers =
                loader.stream().spliterator();
        boolean more = true;
        for (int failures = 0; more && failures < MOST_FAILURES; ) {
            try {
                more = providers.tryAdvance(this::load);
            } catch (ServiceConfigurationError | LinkageError e) {
                failures++;
                addUnusable(UNKNOWN, Failure.loading(e));
            }
        }
    }

    private void load(ServiceLoader.Provider<PythonExecutorProvider> loadable) {
        PythonExecutorProvider provider;
        try {
            provider = loadable.get();
        } catch (ServiceConfigurationError | LinkageError e) {
            addUnusable(loadable.type().getName(), Failure.loading(e));
            return;
        }
        try {
            add(FoundExecutor.of(provider));
        } catch (Exception | LinkageError | AssertionError e) {
            addUnusable(provider.getClass().getName(), Failure.of(provider.getClass(), e));
        }
    }

    /** Several of the places that are searched lead to the same class, which counts once. */
    private void add(FoundExecutor executor) {
        Optional<FoundExecutor> first = firstNamed(executor.name());
        if (first.isEmpty()) {
            found.add(executor);
            return;
        }
        Class<?> provider = executor.provider().getClass();
        Class<?> firstProvider = first.get().provider().getClass();
        if (provider != firstProvider) {
            addUnusable(new UnusableProvider(
                    executor.name(),
                    executor.preference(),
                    Failure.duplicate(executor.name(), provider, firstProvider)));
        }
    }

    private void addUnusable(String name, Availability.Missing missing) {
        addUnusable(new UnusableProvider(name, 0, missing));
    }

    private void addUnusable(UnusableProvider provider) {
        FoundExecutor executor = FoundExecutor.of(provider);
        if (!found.contains(executor)) {
            found.add(executor);
        }
    }

    private UsageException unknownName(String name) {
        List<String> names = inOrder().stream()
                .filter(executor -> !(executor.provider() instanceof UnusableProvider))
                .map(FoundExecutor::name)
                .toList();
        String guess = Spelling.closest(FoundExecutor.canonical(name), names)
                .map(close -> "did you mean " + close + "? ")
                .orElse("");
        String known = names.isEmpty() ? "none was found" : "known are " + String.join(", ", names);
        String broken = found.stream()
                .map(FoundExecutor::provider)
                .filter(UnusableProvider.class::isInstance)
                .map(provider -> "; " + ((UnusableProvider) provider).missing().reason())
                .collect(Collectors.joining());
        return UsageException.of("there is no executor " + name + ": " + guess + known + broken);
    }
}
