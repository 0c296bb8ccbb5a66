package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonExecutorProvider;
import java.util.TreeSet;

/** Provides {@code in-process}: the default, with the lowest latency, for sources that are trusted. */
public final class InProcessExecutorProvider implements PythonExecutorProvider {
    static final String NAME = "in-process";

    /** For {@link java.util.ServiceLoader}. */
    public InProcessExecutorProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int preference() {
        return 100;
    }

    @Override
    public Availability probe(PythonEnvironment environment) {
        try {
            return new Availability.Ready(PythonRuntime.probe(environment));
        } catch (EnvironmentException e) {
            return new Availability.Missing(e.reason(), e.remedy());
        } catch (RuntimeException e) {
            return new Availability.Missing("asking " + environment + " failed: " + e, "please report this");
        }
    }

    @Override
    public PythonExecutor create(PythonEnvironment environment, ExecutorOptions options) {
        if (!options.values().isEmpty()) {
            throw noOptions(options);
        }
        return new InProcessExecutor(PythonRuntime.start(environment), options);
    }

    private static UsageException noOptions(ExecutorOptions options) {
        return UsageException.of("the executor " + NAME + " has no option "
                + String.join(", ", new TreeSet<>(options.values().keySet())) + ": it has none at all");
    }
}
