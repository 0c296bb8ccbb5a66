package io.pysail.sdk;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** The real interpreters of this machine, and shell scripts that act as odd ones. */
public final class Interpreters {
    private Interpreters() {}

    /** The prefix of an installed Python such as 3.12; a test that asks for one that is missing is skipped. */
    public static Path prefix(String feature) {
        Optional<Path> found = inPyenv(feature);
        assumeTrue(found.isPresent(), () -> "needs Python " + feature + " among the versions of pyenv");
        return found.orElseThrow();
    }

    /** The interpreter of {@link #prefix}. */
    public static Path interpreter(String feature) {
        return prefix(feature).resolve("bin/python");
    }

    /** Any one that the SDK runs; a test that asks is skipped where there is none. */
    public static Path anyInterpreter() {
        Optional<Path> found = findAnyInterpreter();
        assumeTrue(found.isPresent(), "needs Python 3.9 to 3.13 among the versions of pyenv");
        return found.orElseThrow();
    }

    /** Any one that the SDK runs, if there is one. */
    public static Optional<Path> findAnyInterpreter() {
        return Stream.of("3.12", "3.13", "3.11", "3.10", "3.9")
                .flatMap(feature -> inPyenv(feature).stream())
                .map(prefix -> prefix.resolve("bin/python"))
                .findFirst();
    }

    /** An executable shell script. */
    static Path script(Path folder, String... lines) {
        return executable(folder.resolve("python"), "#!/bin/sh\n" + String.join("\n", lines) + "\n");
    }

    /** A script that prints what the probe would. */
    static Path answering(Path folder, String json) {
        return script(folder, "printf '\\nio.pysail.sdk.probe\\n'", "cat <<'END'", json, "END");
    }

    /** An executable file. */
    static Path executable(Path file, String text) {
        try {
            Files.createDirectories(file.resolveSibling(""));
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> inPyenv(String feature) {
        String root = System.getenv("PYENV_ROOT");
        Path versions =
                (root == null ? Path.of(System.getProperty("user.home"), ".pyenv") : Path.of(root)).resolve("versions");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> installed = Files.list(versions)) {
            return installed
                    .filter(folder -> folder.getFileName().toString().startsWith(feature + "."))
                    .filter(folder -> Files.isExecutable(folder.resolve("bin/python")))
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
