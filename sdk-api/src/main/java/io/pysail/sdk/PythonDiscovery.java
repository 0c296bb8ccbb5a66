package io.pysail.sdk;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds the Python that the surroundings of a process name: its environment variables and its current folder. */
final class PythonDiscovery {
    private static final String SAIL_PYTHON = "SAIL_PYTHON";
    private static final String VIRTUAL_ENV = "VIRTUAL_ENV";
    private static final String LOCAL_VENV = ".venv";
    private static final List<String> COMMANDS = List.of("python3", "python");

    private final Map<String, String> variables;
    private final Path folder;

    PythonDiscovery(Map<String, String> variables, Path folder) {
        this.variables = variables;
        this.folder = folder.toAbsolutePath();
    }

    PythonEnvironment find() {
        InterpreterPath.requireSupportedSystem(File.separatorChar);
        String chosen = variable(SAIL_PYTHON);
        if (chosen != null) {
            return named(SAIL_PYTHON, () -> commandOrPath(chosen));
        }
        String active = variable(VIRTUAL_ENV);
        if (active != null) {
            return named(VIRTUAL_ENV, () -> InterpreterPath.of(inFolder(active)));
        }
        // Some tools keep a file of this name, or a folder of their own: only a virtual environment speaks for itself.
        Path local = folder.resolve(LOCAL_VENV);
        if (InterpreterPath.isVenv(local)) {
            return new PythonEnvironment(InterpreterPath.of(local), LOCAL_VENV + " in the current folder");
        }
        for (String command : COMMANDS) {
            Optional<Path> found = onPath(command);
            if (found.isPresent()) {
                return new PythonEnvironment(found.get(), command + " on the PATH");
            }
        }
        throw nothingFound(folder);
    }

    private static PythonEnvironment named(String variable, Supplier<Path> interpreter) {
        try {
            return new PythonEnvironment(interpreter.get(), variable);
        } catch (EnvironmentException e) {
            throw wrongVariable(variable, e);
        }
    }

    /** What has no slash is a command, as in a shell; only then may it be a folder such as {@code .venv}. */
    Path commandOrPath(String value) {
        if (!value.contains("/")) {
            Optional<Path> command = onPath(value);
            if (command.isPresent()) {
                return command.get();
            }
            if (!Files.isDirectory(inFolder(value))) {
                throw noSuchCommand(value);
            }
        }
        return InterpreterPath.of(inFolder(value));
    }

    private Optional<Path> onPath(String command) {
        for (String entry : variables.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
            // To a shell an empty entry is the current folder: no place to run a program from unasked.
            if (!entry.isEmpty()) {
                Path candidate = inFolder(entry + "/" + command).normalize();
                if (Files.isRegularFile(candidate) && Files.isExecutable(candidate)) {
                    return Optional.of(candidate);
                }
            }
        }
        return Optional.empty();
    }

    private Path inFolder(String value) {
        try {
            return folder.resolve(value);
        } catch (InvalidPathException e) {
            throw noPath(value, e);
        }
    }

    private @Nullable String variable(String name) {
        String value = variables.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    private static EnvironmentException wrongVariable(String variable, EnvironmentException cause) {
        return EnvironmentException.of(
                variable + " is wrong: " + cause.reason(), cause.remedy() + ", or unset " + variable, cause);
    }

    private static EnvironmentException noSuchCommand(String command) {
        return EnvironmentException.of(
                "there is no command " + Excerpt.quoted(command) + " on the PATH",
                "name one that is there, a virtual environment, a Python installation or an interpreter");
    }

    private static EnvironmentException noPath(String value, InvalidPathException cause) {
        return EnvironmentException.of(
                Excerpt.quoted(value) + " is not a path to this JVM",
                "use another, or start the JVM in a UTF-8 locale, such as LC_ALL=C.UTF-8",
                cause);
    }

    private static EnvironmentException nothingFound(Path folder) {
        return EnvironmentException.of(
                "no Python was found: " + SAIL_PYTHON + " and " + VIRTUAL_ENV + " are not set, " + folder + " has no "
                        + LOCAL_VENV + ", and the PATH has neither " + String.join(" nor ", COMMANDS),
                "install Python " + PythonVersion.supportedRange() + ", or name one in " + SAIL_PYTHON);
    }
}
