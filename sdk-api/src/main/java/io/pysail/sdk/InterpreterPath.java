package io.pysail.sdk;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the interpreter that a path names, by looking at files only. */
final class InterpreterPath {
    /** The file that makes a folder a virtual environment. */
    private static final String VENV_MARK = "pyvenv.cfg";

    private static final List<String> IN_VENV = List.of("bin/python", "bin/python3");

    /** In a prefix such as {@code /usr}, {@code python} may still be Python 2. */
    private static final List<String> IN_PREFIX = List.of("bin/python3", "bin/python");

    /** As many links as the kernel follows before it calls them a circle. */
    private static final int MOST_LINKS = 40;

    private InterpreterPath() {}

    /**
     * The interpreter at a path.
     *
     * @throws EnvironmentException if there is none that can be executed
     */
    static Path of(Path path) {
        requireSupportedSystem(File.separatorChar);
        Path place = path.toAbsolutePath().normalize();
        if (Files.isDirectory(place)) {
            return inFolder(place);
        }
        if (isDanglingLink(place)) {
            throw danglingInterpreter(place, missingTarget(place));
        }
        if (!Files.exists(place)) {
            throw nothingThere(place);
        }
        return executable(place);
    }

    static boolean isVenv(Path folder) {
        return Files.exists(folder.resolve(VENV_MARK));
    }

    /** Refuses Windows, told by its separator: its paths and libraries are unlike those the SDK knows. */
    static void requireSupportedSystem(char separator) {
        if (separator == '\\') {
            throw onWindows();
        }
    }

    private static Path inFolder(Path folder) {
        List<String> names = isVenv(folder) ? IN_VENV : IN_PREFIX;
        for (String name : names) {
            Path candidate = folder.resolve(name);
            if (Files.exists(candidate)) {
                return executable(candidate);
            }
        }
        for (String name : names) {
            Path candidate = folder.resolve(name);
            if (isDanglingLink(candidate)) {
                throw brokenEnvironment(folder, name, missingTarget(candidate));
            }
        }
        throw noInterpreter(folder, names);
    }

    private static Path executable(Path file) {
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw notExecutable(file);
        }
        return file;
    }

    private static boolean isDanglingLink(Path path) {
        return Files.isSymbolicLink(path) && !Files.exists(path);
    }

    /** The end of a chain of links: {@code python} often points to {@code python3}, which points to what is gone. */
    private static Path missingTarget(Path link) {
        Path target = link;
        try {
            for (int links = 0; links < MOST_LINKS && Files.isSymbolicLink(target); links++) {
                target = target.resolveSibling(Files.readSymbolicLink(target)).normalize();
            }
        } catch (IOException _) {
            // Somebody removed the link meanwhile: its own name is the missing one then.
        }
        return target;
    }

    private static EnvironmentException onWindows() {
        return EnvironmentException.of(
                "the SDK does not run on Windows", "run it on Linux or macOS, or in the Windows Subsystem for Linux");
    }

    private static EnvironmentException nothingThere(Path place) {
        return EnvironmentException.of(
                place + " does not exist", "name a virtual environment, a Python installation or an interpreter");
    }

    private static EnvironmentException noInterpreter(Path folder, List<String> names) {
        return EnvironmentException.of(
                folder + " holds no Python: it has neither " + String.join(" nor ", names),
                "name a virtual environment, a Python installation or an interpreter");
    }

    private static EnvironmentException brokenEnvironment(Path folder, String name, Path target) {
        return EnvironmentException.of(
                folder + " is broken: its " + name + " is a link to " + target + ", which does not exist",
                "make it again, for example with `python3 -m venv --clear " + folder
                        + "`, and install its packages again");
    }

    private static EnvironmentException danglingInterpreter(Path link, Path target) {
        return EnvironmentException.of(
                link + " is a link to " + target + ", which does not exist",
                "install that Python again, make the environment again, or name another one");
    }

    private static EnvironmentException notExecutable(Path file) {
        return EnvironmentException.of(
                file + " is not an executable file",
                "name an interpreter, or if it is one make it executable with `chmod +x " + file + "`");
    }
}
