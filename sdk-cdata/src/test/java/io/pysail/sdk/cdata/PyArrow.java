package io.pysail.sdk.cdata;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A real pyarrow, in a virtual environment below {@code target}; the tests that need it are skipped without one. */
final class PyArrow {
    private static final List<String> VERSIONS = List.of("3.13", "3.11");
    private static final Path HOME = Path.of("target", "pyarrow-venv");

    private PyArrow() {}

    /** Runs a script of the test resources, which may import another one of them, the catalogue. */
    static void run(String script, String... arguments) throws IOException, InterruptedException {
        run(python(), script, arguments);
    }

    /** Runs a script of the test resources that needs no pyarrow; skipped where there is no Python at all. */
    static void runWithout(String script, String... arguments) throws IOException, InterruptedException {
        Path python = basePython();
        succeed(List.of(python.toString(), "--version"));
        run(python, script, arguments);
    }

    private static void run(Path python, String script, String... arguments) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("scripts");
        try {
            Path file = copy(script, folder);
            copy("catalogue.py", folder);
            List<String> command = new ArrayList<>(List.of(python.toString(), "-B", file.toString()));
            command.addAll(List.of(arguments));
            Ended ended = execute(command);
            if (ended.status() != 0) {
                throw new AssertionError(script + " failed: " + ended.output());
            }
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    private static Path copy(String script, Path folder) throws IOException {
        try (InputStream in = PyArrow.class.getResourceAsStream(script)) {
            if (in == null) {
                throw new IllegalArgumentException("no script " + script);
            }
            return Files.write(folder.resolve(script), in.readAllBytes());
        }
    }

    /** The interpreter of the environment, which is made when it is wanted first. */
    private static Path python() throws IOException, InterruptedException {
        Files.createDirectories(HOME.toAbsolutePath().getParent());
        try (FileChannel channel = FileChannel.open(
                        Path.of("target", "pyarrow-venv.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            Path python = HOME.resolve("bin/python");
            Path ready = HOME.resolve("ready");
            if (!Files.exists(ready)) {
                succeed(List.of(basePython().toString(), "-m", "venv", "--clear", HOME.toString()));
                succeed(List.of(python.toString(), "-m", "pip", "install", "--quiet", "pyarrow"));
                Files.createFile(ready);
            }
            return python;
        }
    }

    private static Path basePython() throws IOException {
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            for (String version : VERSIONS) {
                try (Stream<Path> found = Files.list(pyenv)) {
                    var newest = found.filter(
                                    path -> path.getFileName().toString().startsWith(version + "."))
                            .max(Comparator.naturalOrder());
                    if (newest.isPresent()) {
                        return newest.get().resolve("bin/python");
                    }
                }
            }
        }
        return Path.of("python3");
    }

    private static void succeed(List<String> command) throws IOException, InterruptedException {
        Ended ended = execute(command);
        if (ended.status() != 0) {
            abort("Python or pyarrow cannot be had: " + String.join(" ", command) + ": " + ended.output());
        }
    }

    private record Ended(int status, String output) {}

    private static Ended execute(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("command", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            if (!process.waitFor(300, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return new Ended(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Ended(-1, e.toString());
        } finally {
            Files.delete(output);
        }
    }
}
