package io.pysail.sdk.cpython.internal.start;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonInstallation;

/**
 * Starts the interpreter as the environment's own {@code python} command would, with three differences: signals stay
 * Java's, {@code faulthandler} stays off (inside a JVM, which uses SIGSEGV for its own ends, it kills the process), and
 * text is UTF-8 whatever the locale.
 */
public sealed interface InterpreterStart permits ConfigStart, InitConfigStart {
    /**
     * Starts Python on the calling thread, which becomes Python's main thread and holds the GIL afterwards.
     *
     * @param installation what the interpreter said of itself; its library is open
     * @throws EnvironmentException if Python refuses to start; it cannot be tried again in this process
     */
    static void run(PythonInstallation installation) {
        InterpreterStart start = installation.version().isAtLeast(14) ? new InitConfigStart() : new ConfigStart();
        start.initialise(installation);
        ForeignPython.claim(java.util.Objects.requireNonNull(installation.library()));
    }

    /**
     * Configures and initialises.
     *
     * @param installation what the interpreter said of itself
     */
    void initialise(PythonInstallation installation);

    /**
     * The error for an interpreter that refuses to start.
     *
     * @param installation what the interpreter said of itself
     * @param message what it says
     * @return the error, to be thrown
     */
    static EnvironmentException refused(PythonInstallation installation, String message) {
        return EnvironmentException.of(
                "Python " + installation.version() + " at " + installation.executable() + " does not start: " + message,
                "see whether that interpreter itself starts, and whether PYTHONHOME or PYTHONPATH point elsewhere");
    }
}
