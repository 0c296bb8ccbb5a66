package io.pysail.sdk.cpython.internal.start;

import io.pysail.sdk.EnvironmentException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Notices a Python that somebody else brought into this process: a process holds one interpreter, and two libpythons
 * would each believe that they own it.
 */
final class ForeignPython {
    /** Set by the copy of this SDK that started Python, for copies in other class loaders to read. */
    private static final String OWNER = "io.pysail.sdk.cpython.environment";

    /** A mapped libpython, of whatever build, at the end of a line. */
    private static final Pattern LIBPYTHON = Pattern.compile("/libpython[23]\\.[0-9]+[a-z]*\\.so[^/]*$");

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

    private static EnvironmentException alreadyLoaded(String other, Path library) {
        return EnvironmentException.of(
                "another Python is already loaded in this process: " + other,
                "a process holds one Python; run " + library + " in a process of its own");
    }

    private static Optional<String> loaded() {
        try {
            // File names are bytes: those that are not UTF-8 are of no interest, and must do no harm.
            String mappings = new String(Files.readAllBytes(Path.of("/proc/self/maps")), StandardCharsets.UTF_8);
            return mappings.lines()
                    .filter(mapping -> LIBPYTHON.matcher(mapping).find())
                    .map(mapping -> mapping.substring(mapping.indexOf('/')))
                    .findFirst();
        } catch (IOException e) {
            return Optional.empty(); // no such file on this system: the check after loading remains
        }
    }

    private static boolean sameFile(String mapped, Path library) {
        try {
            return Files.isSameFile(Path.of(mapped), library);
        } catch (IOException | InvalidPathException e) {
            return mapped.equals(library.toString());
        }
    }
}
