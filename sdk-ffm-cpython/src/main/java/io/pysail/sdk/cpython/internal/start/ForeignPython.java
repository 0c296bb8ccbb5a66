package io.pysail.sdk.cpython.internal.start;

import io.pysail.sdk.EnvironmentException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Notices a Python that somebody else brought into this process: a process holds one interpreter, and two libpythons
 * would each believe that they own it.
 */
final class ForeignPython {
    /** Set by the copy of this SDK that started Python, for copies in other class loaders to read. */
    private static final String OWNER = "io.pysail.sdk.cpython.environment";

    private ForeignPython() {}

    /** Refuses if a libpython other than this one is loaded. */
    static void refuseOtherThan(Path library) {
        loaded().filter(other -> !sameFile(other, library)).ifPresent(other -> {
            throw alreadyLoaded(other, library);
        });
    }

    static void claim(Path library) {
        System.setProperty(OWNER, library.toString());
    }

    static EnvironmentException alreadyRunning(Path library) {
        String owner = System.getProperty(OWNER);
        String who = owner == null
                ? "by something other than this SDK, such as Jep"
                : "by another copy of this SDK, in another class loader, with " + owner;
        return EnvironmentException.of(
                "Python is already running in this process, started " + who,
                "let one class loader share this SDK, or run " + library + " in a process of its own");
    }

    private static EnvironmentException alreadyLoaded(Path other, Path library) {
        return EnvironmentException.of(
                "another Python is already loaded in this process: " + other,
                "a process holds one Python; run " + library + " in a process of its own");
    }

    private static Optional<Path> loaded() {
        try (Stream<String> mappings = Files.lines(Path.of("/proc/self/maps"))) {
            return mappings.map(ForeignPython::fileOf)
                    .filter(file -> file.getFileName() != null
                            && file.getFileName().toString().matches("libpython[23]\\.[0-9]+t?\\.so.*"))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no such file on this system: the check after loading remains
        }
    }

    private static Path fileOf(String mapping) {
        int path = mapping.indexOf('/');
        return Path.of(path < 0 ? "" : mapping.substring(path));
    }

    private static boolean sameFile(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return one.equals(other);
        }
    }
}
