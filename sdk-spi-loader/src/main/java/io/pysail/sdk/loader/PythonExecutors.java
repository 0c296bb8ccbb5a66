package io.pysail.sdk.loader;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Opens the executors that are on the module path or on the class path, or lists them with what is missing.
 *
 * {@snippet :
 * try (var executor = PythonExecutors.open(PythonEnvironment.discover())) {
 *     executor.health();
 * }
 * }
 *
 * <p>Providers are looked for in the module layer of this class, in its class loader, and in the current thread's
 * context class loader, at each call. One that cannot be loaded, or that fails when it is asked, does not hide the
 * others: it is listed with its error. Of two with the same name the one found first counts, and the other is listed
 * as missing.
 *
 * <p>An executor is opened with the folders of the environment variable {@code SAIL_PYTHON_PATH} on Python's search path,
 * and with the Python sources of all jars that carry some ({@link io.pysail.sdk.spi.PythonSourceProvider}).
 *
 * <p>Which executor was chosen is logged by the logger {@code io.pysail.sdk.loader}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class PythonExecutors {
    private static final String VARIABLE = "SAIL_PYTHON_ISOLATION_MODE";
    private static final System.Logger LOG = System.getLogger("io.pysail.sdk.loader");

    private PythonExecutors() {}

    /**
     * Every executor that was found, whether it can run the environment or not.
     *
     * @param environment the Python to run
     * @return the candidates, the most preferred first, then by name
     */
    public static List<ExecutorCandidate> candidates(PythonEnvironment environment) {
        return FoundExecutors.search().inOrder().stream()
                .map(found -> found.candidate(environment))
                .toList();
    }

    /**
     * The executor of a name, whether it can run the environment or not.
     *
     * @param environment the Python to run
     * @param name the name; {@code in_process} and {@code in-process} are the same
     * @return the candidate
     * @throws UsageException if there is none of that name, with the names that there are
     */
    public static ExecutorCandidate candidate(PythonEnvironment environment, String name) {
        return FoundExecutors.search().named(name).candidate(environment);
    }

    /**
     * Opens the executor that the environment variable {@code SAIL_PYTHON_ISOLATION_MODE} names, else the most preferred
     * one that is ready, with its defaults; the caller closes it.
     *
     * @param environment the Python to run
     * @return a new executor
     * @throws UsageException if there is none of the name in the variable
     * @throws EnvironmentException if none is ready, with what each one lacks
     * @throws SailException if it cannot be made
     */
    public static PythonExecutor open(PythonEnvironment environment) {
        return open(environment, ExecutorOptions.none());
    }

    /**
     * Opens the executor that the environment variable {@code SAIL_PYTHON_ISOLATION_MODE} names, else the most preferred
     * one that is ready; the caller closes it.
     *
     * <p>Those after it are not asked whether they are ready too, and none takes its place if it cannot be made.
     *
     * @param environment the Python to run
     * @param options settings of the executor
     * @return a new executor
     * @throws UsageException if there is none of the name in the variable
     * @throws EnvironmentException if none is ready, with what each one lacks
     * @throws SailException if it cannot be made
     */
    public static PythonExecutor open(PythonEnvironment environment, ExecutorOptions options) {
        return open(environment, options, System.getenv());
    }

    static PythonExecutor open(PythonEnvironment environment, ExecutorOptions options, Map<String, String> variables) {
        String chosen = variables.getOrDefault(VARIABLE, "").strip();
        if (!chosen.isEmpty()) {
            return open(environment, FoundExecutors.search().named(chosen, VARIABLE + ": "), options);
        }
        List<Refusal> refusals = new ArrayList<>();
        for (FoundExecutor found : FoundExecutors.search().inOrder()) {
            switch (found.probe(environment)) {
                case Availability.Ready ready -> {
                    return create(found, ready, environment, options);
                }
                case Availability.Missing missing -> refusals.add(new Refusal(found.name(), missing));
            }
        }
        throw refusals.isEmpty() ? noneFound() : noneReady(environment, refusals);
    }

    /**
     * Opens the executor of a name, with its defaults; the caller closes it.
     *
     * @param environment the Python to run
     * @param name the name; {@code in_process} and {@code in-process} are the same
     * @return a new executor
     * @throws UsageException if there is none of that name, with the names that there are
     * @throws EnvironmentException if it is not ready, with what it lacks
     * @throws SailException if it cannot be made
     */
    public static PythonExecutor open(PythonEnvironment environment, String name) {
        return open(environment, name, ExecutorOptions.none());
    }

    /**
     * Opens the executor of a name; the caller closes it.
     *
     * @param environment the Python to run
     * @param name the name; {@code in_process} and {@code in-process} are the same
     * @param options settings of the executor
     * @return a new executor
     * @throws UsageException if there is none of that name, with the names that there are
     * @throws EnvironmentException if it is not ready, with what it lacks
     * @throws SailException if it cannot be made
     */
    public static PythonExecutor open(PythonEnvironment environment, String name, ExecutorOptions options) {
        return open(environment, FoundExecutors.search().named(name), options);
    }

    private static PythonExecutor open(PythonEnvironment environment, FoundExecutor found, ExecutorOptions options) {
        return switch (found.probe(environment)) {
            case Availability.Ready ready -> create(found, ready, environment, options);
            case Availability.Missing missing -> throw notReady(environment, found.name(), missing);
        };
    }

    private static PythonExecutor create(
            FoundExecutor found, Availability.Ready ready, PythonEnvironment environment, ExecutorOptions options) {
        LOG.log(Level.DEBUG, () -> "executor " + found.name() + " for " + environment + ": " + ready.detail());
        return found.provider().create(environment, completed(options));
    }

    /** What the caller said, then the folders of {@code SAIL_PYTHON_PATH}, and the sources in jars. */
    private static ExecutorOptions completed(ExecutorOptions options) {
        List<Path> folders = new ArrayList<>(options.searchPath());
        folders.addAll(SearchPath.ofVariable());
        return options.withSearchPath(folders).withSources(FoundSources.searchBeside(options.sources()));
    }

    /** An executor that is not ready, for the message that lists them. */
    private record Refusal(String name, Availability.Missing missing) {
        @Override
        public String toString() {
            return "\n  " + name + ": " + missing.reason() + ": " + missing.remedy();
        }
    }

    private static EnvironmentException noneFound() {
        return EnvironmentException.of(
                "there is no executor on the module path or the class path",
                "add one, such as io.pysail:sdk-ffm-cpython or io.pysail:sdk-subprocess");
    }

    private static EnvironmentException noneReady(PythonEnvironment environment, List<Refusal> refusals) {
        return EnvironmentException.of(
                "no executor can run " + environment,
                "mend one of these" + refusals.stream().map(Refusal::toString).collect(Collectors.joining()));
    }

    private static EnvironmentException notReady(
            PythonEnvironment environment, String name, Availability.Missing missing) {
        return EnvironmentException.of(
                "the executor " + name + " cannot run " + environment + ": " + missing.reason(), missing.remedy());
    }
}
