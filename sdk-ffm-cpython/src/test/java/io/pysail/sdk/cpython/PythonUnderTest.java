package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The one CPython that this JVM tests: the build runs the suite once for each version, in a JVM of its own, and names the
 * version in {@code sail.test.python}. A version that this machine lacks is skipped and reported.
 *
 * <p>Tests take the {@link PythonRuntime}, or the {@link PythonEnvironment} for a forked JVM, as a parameter.
 */
public final class PythonUnderTest implements ExecutionCondition, ParameterResolver {
    private static final String VERSION = System.getProperty("sail.test.python", "3.13");
    private static final Optional<Path> INTERPRETER = find(VERSION);

    static {
        System.out.println(INTERPRETER
                .map(path -> "CPython " + VERSION + " under test: " + path)
                .orElse("CPython " + VERSION + " was not found: its tests are skipped"));
    }

    public static String version() {
        return VERSION;
    }

    /** The folder with pyarrow and numpy that {@code src/test/sites} filled for this version, if it could. */
    public static Optional<Path> site() {
        Path site = Path.of("target", "site-" + VERSION).toAbsolutePath();
        return Optional.of(site).filter(folder -> Files.exists(folder.resolve("ready")));
    }

    public static PythonEnvironment environment() {
        return PythonEnvironment.of(INTERPRETER.orElseThrow());
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return INTERPRETER.isPresent()
                ? ConditionEvaluationResult.enabled("CPython " + VERSION)
                : ConditionEvaluationResult.disabled("CPython " + VERSION + " was not found");
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == PythonRuntime.class || type == PythonEnvironment.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == PythonRuntime.class
                ? PythonRuntime.start(environment())
                : environment();
    }

    /** An interpreter of a version such as 3.12: what the build unpacked, then pyenv's, then the system's. */
    static Optional<Path> find(String version) {
        return Stream.of(unpacked(version), ofPyenv(version), onPath(version))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<Path> unpacked(String version) {
        Path interpreter =
                Path.of(System.getProperty("sail.test.unpacked", "target/cpython"), "bin", "python" + version);
        if (!Files.exists(interpreter)) {
            return Optional.empty();
        }
        // A jar keeps no permissions.
        boolean executable = interpreter.toFile().setExecutable(true);
        return executable ? Optional.of(interpreter.toAbsolutePath()) : Optional.empty();
    }

    private static Optional<Path> ofPyenv(String version) {
        String root = System.getenv().getOrDefault("PYENV_ROOT", System.getProperty("user.home") + "/.pyenv");
        try (Stream<Path> versions = Files.list(Path.of(root, "versions"))) {
            return versions.filter(folder -> folder.getFileName().toString().startsWith(version + "."))
                    .map(folder -> folder.resolve("bin/python" + version))
                    .filter(Files::isExecutable)
                    .sorted()
                    .reduce((first, last) -> last);
        } catch (IOException e) {
            return Optional.empty();
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
