package io.pysail.sdk.arrow.ipc;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Other programs that read and write the same bytes: Arrow Java as it is, and pyarrow. */
final class Programs {
    private static final String SCRIPT = "ipc_catalogue.py";

    private Programs() {}

    /** Runs {@link StockIpc} in a JVM of its own. */
    static void stock(Object... arguments) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(
                java, "--add-opens=java.base/java.nio=ALL-UNNAMED", "-cp", classPath(), StockIpc.class.getName()));
        Stream.of(arguments).map(Object::toString).forEach(command::add);
        run(new ProcessBuilder(command));
    }

    /** Runs the script of the test resources; skips the test where no pyarrow was found. */
    static void pyarrow(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        ProcessBuilder builder = new ProcessBuilder(command);
        command.add(pythonWithPyarrow(builder));
        command.add("-B");
        Path script = Files.createTempFile("ipc", ".py");
        try (InputStream in = Programs.class.getResourceAsStream(SCRIPT)) {
            if (in == null) {
                throw new IllegalStateException("no " + SCRIPT);
            }
            Files.write(script, in.readAllBytes());
            command.add(script.toString());
            Stream.of(arguments).map(Object::toString).forEach(command::add);
            run(builder);
        } finally {
            Files.delete(script);
        }
    }

    /** The environment of sdk-cdata's tests, or what those of sdk-ffm-cpython have installed beside an interpreter. */
    private static String pythonWithPyarrow(ProcessBuilder builder) throws IOException {
        Path environment = Path.of("../sdk-cdata/target/pyarrow-venv");
        if (Files.exists(environment.resolve("ready"))) {
            return environment.resolve("bin/python").toString();
        }
        for (String version : List.of("3.13", "3.12", "3.11")) {
            Path site = Path.of("../sdk-ffm-cpython/target/site-" + version).toAbsolutePath();
            Optional<Path> python = python(version);
            if (Files.isDirectory(site.resolve("pyarrow")) && python.isPresent()) {
                builder.environment().put("PYTHONPATH", site.toString());
                return python.get().toString();
            }
        }
        return abort("no pyarrow: the tests of sdk-cdata and sdk-ffm-cpython install one");
    }

    private static Optional<Path> python(String version) throws IOException {
        String home = System.getenv().getOrDefault("PYENV_ROOT", System.getProperty("user.home") + "/.pyenv");
        Path versions = Path.of(home, "versions");
        if (!Files.isDirectory(versions)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(versions)) {
            return homes.filter(path -> path.getFileName().toString().startsWith(version + "."))
                    .map(path -> path.resolve("bin/python" + version))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static void run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path log = Files.createTempFile("program", ".log");
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (!process.waitFor(120, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            if (process.exitValue() != 0) {
                throw new AssertionError(builder.command() + ": " + Files.readString(log));
            }
        } finally {
            Files.delete(log);
        }
    }

    private static String classPath() {
        return String.join(
                ":",
                System.getProperty("jdk.module.path", ""),
                System.getProperty("java.class.path", ""),
                "target/test-classes");
    }
}
