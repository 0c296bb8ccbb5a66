package io.pysail.sdk.subprocess;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.PythonEnvironment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** The real interpreters of this machine: the oldest and a new one that the SDK runs. */
final class Pythons {
    static final String OLDEST = "3.9";
    static final String NEW = "3.13";

    private Pythons() {}

    /** An environment; a test that asks for one that is missing is skipped. */
    static PythonEnvironment environment(String version) {
        return PythonEnvironment.of(interpreter(version));
    }

    static Path interpreter(String version) {
        Optional<Path> found = find(version);
        assumeTrue(found.isPresent(), () -> "CPython " + version + " was not found");
        return found.orElseThrow();
    }

    static Optional<Path> find(String version) {
        return Stream.of(unpacked(version), ofPyenv(version), onPath(version))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What the tests in process unpacked. */
    private static Optional<Path> unpacked(String version) {
        Path interpreter = Path.of("..", "sdk-ffm-cpython", "target", "cpython", "bin", "python" + version);
        return Optional.of(interpreter.toAbsolutePath().normalize()).filter(Files::isExecutable);
    }

    private static Optional<Path> ofPyenv(String version) {
        String root = System.getenv().getOrDefault("PYENV_ROOT", System.getProperty("user.home") + "/.pyenv");
        Path versions = Path.of(root, "versions");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> folders = Files.list(versions)) {
            return folders.filter(folder -> folder.getFileName().toString().startsWith(version + "."))
                    .map(folder -> folder.resolve("bin/python" + version))
                    .filter(Files::isExecutable)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> onPath(String version) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, "python" + version))
                .filter(Files::isExecutable)
                .filter(file -> !file.toString().contains("shims")) // pyenv's, for versions that it may not have chosen
                .findFirst();
    }
}
