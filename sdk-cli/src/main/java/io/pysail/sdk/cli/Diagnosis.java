package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.SailException;
import io.pysail.sdk.loader.ExecutorCandidate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code sail doctor} found.
 *
 * @param jvm the Java side
 * @param python the Python side; null if none is usable
 * @param pythonError what is wrong with it; null if nothing is
 * @param executors every executor, the most preferred first; empty without a Python
 */
record Diagnosis(
        Jvm jvm, @Nullable Python python, @Nullable EnvironmentException pythonError, List<Executor> executors) {

    /**
     * The Java side.
     *
     * @param nativeAccess the modules that call native code, and whether a flag lets them
     */
    record Jvm(String version, String vendor, String home, Map<String, Boolean> nativeAccess) {}

    /**
     * The Python side.
     *
     * @param origin where it was named
     * @param packages versions of the packages that sources often use, where they are installed
     */
    record Python(String origin, PythonInstallation installation, Map<String, String> packages) {}

    /**
     * One executor.
     *
     * @param start how it went to start it; null unless it is ready and was tried
     */
    record Executor(ExecutorCandidate candidate, @Nullable Start start) {
        boolean works() {
            return start instanceof Start.Started;
        }
    }

    /** How it went to start an executor. */
    sealed interface Start {
        /** It ran a little Python. */
        record Started(Duration time, ExecutorHealth health) implements Start {}

        /** It said that it was ready, and was not. */
        record Failed(SailException error) implements Start {}
    }

    /** Whether there is something that can run sources. */
    boolean healthy() {
        return executors.stream().anyMatch(Executor::works);
    }
}
