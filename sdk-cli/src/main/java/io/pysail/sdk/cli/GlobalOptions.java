package io.pysail.sdk.cli;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cli.descriptor.Terminal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every verb has, before or after its name. */
final class GlobalOptions {
    @Nullable
    @Option(
            names = "--python",
            paramLabel = "PATH",
            scope = ScopeType.INHERIT,
            description = "The Python to run: an interpreter, a virtual environment, or a command on the PATH."
                    + " Otherwise SAIL_PYTHON, VIRTUAL_ENV, ./.venv, or python3 on the PATH.")
    private String python;

    @Nullable
    @Option(
            names = "--executor",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "The executor to use: in-process, or subprocess for worker processes. Otherwise that of"
                    + " SAIL_PYTHON_ISOLATION_MODE, or the first that is ready.")
    private String executor;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print JSON.")
    private boolean json;

    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show Java stack traces with errors.")
    private boolean verbose;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print without colors; so does NO_COLOR.")
    private boolean noColor;

    /** Those that were given to a command, on whichever side of the verb. */
    static GlobalOptions of(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Sail sail = root.getCommand();
        return sail.options();
    }

    /** The Python that the user named, or the one that the surroundings name. */
    PythonEnvironment environment() {
        return python == null ? PythonEnvironment.discover() : PythonEnvironment.named(python);
    }

    @Nullable
    String executor() {
        return executor;
    }

    boolean json() {
        return json;
    }

    boolean verbose() {
        return verbose;
    }

    /** Whether what is printed to a terminal, if it is one, may have colors. */
    boolean color(Terminal terminal) {
        return terminal.present()
                && !noColor
                && System.getenv().getOrDefault("NO_COLOR", "").isEmpty();
    }
}
