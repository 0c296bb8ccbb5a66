package io.pysail.sdk.cpython;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, for what would end or poison the JVM of the tests. */
final class ForkedJvm {

    private final List<String> flags = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private long deadlineSeconds = 120;

    /** How a JVM ended. */
    record Outcome(int status, String out, String err) {
        /** What everything that it printed contains; for messages. */
        String all() {
            return "status " + status + "\n" + out + err;
        }
    }

    static ForkedJvm withNativeAccess() {
        return new ForkedJvm().flag("--enable-native-access=ALL-UNNAMED");
    }

    static ForkedJvm bare() {
        return new ForkedJvm();
    }

    ForkedJvm flag(String flag) {
        flags.add(flag);
        return this;
    }

    ForkedJvm variable(String name, String value) {
        environment.put(name, value);
        return this;
    }

    ForkedJvm deadline(Duration deadline) {
        deadlineSeconds = deadline.toSeconds();
        return this;
    }

    /** Runs on the class path: what is tested of module paths has tests of its own. */
    Outcome run(Class<?> main, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.add("-XX:-CreateCoredumpOnCrash");
        command.add("-XX:ErrorFile=/dev/null");
        command.add("-cp");
        command.add(classPath());
        command.add(main.getName());
        command.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile("forked", ".out");
        Path err = Files.createTempFile("forked", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            boolean ended = process.waitFor(deadlineSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Outcome(
                    ended ? process.exitValue() : -1,
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8) + (ended ? "" : "killed at the deadline"));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    /** Class path and module path of this JVM, whichever the build put the classes on. */
    static String classPath() {
        List<String> parts = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            String path = System.getProperty(property);
            if (path != null && !path.isEmpty()) {
                parts.add(path);
            }
        }
        parts.add("target/test-classes"); // patched into the module, and therefore on neither path
        return String.join(":", parts);
    }
}
