package io.pysail.sdk.examples.executor;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.PythonExecutorProvider;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * The executors that this one can run over: all that there are but itself, the most preferred first.
 *
 * @param providers their providers
 */
record OtherExecutors(List<PythonExecutorProvider> providers) {
    OtherExecutors {
        providers = List.copyOf(providers);
    }

    /**
     * Looks beside this one. The SDK's loader would not do: it asks every executor whether it is ready, this one too, which
     * would ask it again.
     *
     * @throws EnvironmentException if one of them cannot be loaded
     */
    static OtherExecutors search() {
        ClassLoader beside = OtherExecutors.class.getClassLoader();
        try {
            return new OtherExecutors(ServiceLoader.load(PythonExecutorProvider.class, beside).stream()
                    .filter(found -> found.type() != GovernedExecutorProvider.class)
                    .map(ServiceLoader.Provider::get)
                    .sorted(Comparator.comparingInt(PythonExecutorProvider::preference)
                            .reversed())
                    .toList());
        } catch (ServiceConfigurationError e) {
            throw broken(e);
        }
    }

    /** Whether any of them can run an environment. */
    Availability probe(PythonEnvironment environment) {
        return firstReady(environment)
                .<Availability>map(ready -> new Availability.Ready("over " + ready.name()))
                .orElseGet(() -> new Availability.Missing(noneReady(), remedy(environment)));
    }

    /**
     * The one of that name, or the first that is ready.
     *
     * @throws UsageException if there is none of that name
     * @throws EnvironmentException if it is not ready
     */
    PythonExecutorProvider ready(PythonEnvironment environment, Optional<String> name) {
        OtherExecutors wanted = name.map(this::named).orElse(this);
        return wanted.firstReady(environment)
                .orElseThrow(() -> EnvironmentException.of(wanted.noneReady(), wanted.remedy(environment)));
    }

    private OtherExecutors named(String name) {
        List<PythonExecutorProvider> named = providers.stream()
                .filter(provider -> provider.name().equals(name))
                .toList();
        if (named.isEmpty()) {
            throw unknown(name);
        }
        return new OtherExecutors(named);
    }

    private Optional<PythonExecutorProvider> firstReady(PythonEnvironment environment) {
        return providers.stream()
                .filter(provider -> provider.probe(environment) instanceof Availability.Ready)
                .findFirst();
    }

    private String noneReady() {
        return "no executor is ready that " + GovernedExecutorProvider.NAME + " could run over";
    }

    private String remedy(PythonEnvironment environment) {
        return providers.isEmpty()
                ? "add one, such as io.pysail:sdk-ffm-cpython"
                : providers.stream()
                        .map(provider -> provider.name() + ": " + text(provider.probe(environment)))
                        .collect(Collectors.joining("; "));
    }

    private static String text(Availability availability) {
        return switch (availability) {
            case Availability.Ready(String detail) -> detail;
            case Availability.Missing(String reason, String remedy) -> reason + ": " + remedy;
        };
    }

    private UsageException unknown(String name) {
        String known = providers.stream().map(PythonExecutorProvider::name).collect(Collectors.joining(", "));
        return UsageException.of("there is no executor " + name + " that " + GovernedExecutorProvider.NAME
                + " could run over: known are " + (known.isEmpty() ? "none" : known));
    }

    private static EnvironmentException broken(ServiceConfigurationError e) {
        return EnvironmentException.of(
                "an executor could not be loaded: " + e.getMessage(),
                "put what it needs on the module path or the class path, or take it away",
                e);
    }
}
