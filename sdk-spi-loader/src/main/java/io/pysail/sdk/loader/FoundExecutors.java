package io.pysail.sdk.loader;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.filter.internal.Spelling;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.PythonExecutorProvider;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/** The executors of one search, in the order in which they were found. Confined to the thread that searches. */
final class FoundExecutors {
    /** For a provider that failed before anything was known of it. */
    private static final String UNKNOWN = "unknown";

    /** What brings an executor along, for programs that have not added it. */
    private static final Map<String, String> ARTIFACTS =
            Map.of("in-process", "io.pysail:sdk-ffm-cpython", "subprocess", "io.pysail:sdk-subprocess");

    private final List<FoundExecutor> found = new ArrayList<>();

    /** Looks everywhere. */
    static FoundExecutors search() {
        var executors = new FoundExecutors();
        Providers.forEach(
                PythonExecutorProvider.class,
                executors::load,
                failure -> executors.addUnusable(UNKNOWN, Failure.loading(failure)));
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
        return named(name, "");
    }

    /**
     * The first executor of a name.
     *
     * @param said who says the name, to begin the message with; empty for the caller
     * @throws UsageException if there is none
     */
    FoundExecutor named(String name, String said) {
        return firstNamed(name).orElseThrow(() -> unknownName(name, said));
    }

    private Optional<FoundExecutor> firstNamed(String name) {
        String wanted = FoundExecutor.canonical(name);
        return found.stream()
                .filter(executor -> FoundExecutor.canonical(executor.name()).equals(wanted))
                .findFirst();
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

    private UsageException unknownName(String name, String said) {
        List<String> names = inOrder().stream()
                .filter(executor -> !(executor.provider() instanceof UnusableProvider))
                .map(FoundExecutor::name)
                .toList();
        String artifact = ARTIFACTS.get(FoundExecutor.canonical(name));
        String guess = artifact != null
                ? "add " + artifact + " to the module path or the class path; "
                : Spelling.closest(FoundExecutor.canonical(name), names)
                        .map(close -> "did you mean " + close + "? ")
                        .orElse("");
        String known = names.isEmpty() ? "none was found" : "known are " + String.join(", ", names);
        String broken = found.stream()
                .map(FoundExecutor::provider)
                .filter(UnusableProvider.class::isInstance)
                .map(provider -> "; " + ((UnusableProvider) provider).missing().reason())
                .collect(Collectors.joining());
        return UsageException.of(said + "there is no executor " + name + ": " + guess + known + broken);
    }
}
