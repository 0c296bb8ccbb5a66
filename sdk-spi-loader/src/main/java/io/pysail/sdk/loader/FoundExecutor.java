package io.pysail.sdk.loader;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.PythonExecutorProvider;
import java.util.Locale;
import java.util.Objects;

/**
 * A provider with what it said of itself when it was found.
 *
 * @param name its name
 * @param preference its preference
 * @param provider the provider, or what stands in for one that cannot be used
 */
record FoundExecutor(String name, int preference, PythonExecutorProvider provider) {
    /** Checks that a provider gave its name. */
    FoundExecutor {
        Objects.requireNonNull(name, "name() gave null");
    }

    static FoundExecutor of(PythonExecutorProvider provider) {
        return new FoundExecutor(provider.name(), provider.preference(), provider);
    }

    /** The form in which names are compared: users write them as they do in environment variables. */
    static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }

    ExecutorCandidate candidate(PythonEnvironment environment) {
        return new ExecutorCandidate(name, preference, probe(environment));
    }

    /** Asks the provider, and takes what it throws in spite of its contract for an answer. */
    Availability probe(PythonEnvironment environment) {
        try {
            return Objects.requireNonNull(provider.probe(environment), "probe() gave null");
        } catch (EnvironmentException e) {
            return new Availability.Missing(e.reason(), e.remedy());
        } catch (Exception | LinkageError | AssertionError e) {
            return Failure.of(provider.getClass(), e);
        }
    }
}
