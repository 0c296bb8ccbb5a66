package io.pysail.sdk.arrow;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a main class of the tests in a JVM of its own, on the module path: every jar that this JVM has on either path is a
 * module there, and the tests are patched into {@code io.pysail.sdk.arrow}.
 */
final class ForkedJvm {
    /** What the tests' Python and their data need beside the module under test. */
    private static final List<String> MODULES = List.of(
            "io.pysail.sdk",
            "io.pysail.sdk.cpython",
            "io.pysail.sdk.arrow.memory",
            "java.management",
            "org.junit.jupiter.api",
            "org.opentest4j",
            "org.slf4j.nop");

    private ForkedJvm() {}

    /** How a JVM ended. */
    record Outcome(int status, String output) {}

    static Outcome run(long deadlineSeconds, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=io.pysail.sdk.cdata,io.pysail.sdk.cpython,io.pysail.sdk.arrow.memory",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:-UsePerfData",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+ErrorFileToStdout",
                "-Xss16m",
                "-Xmx512m",
                "--module-path",
                modulePath(),
                "--add-modules",
                String.join(",", MODULES),
                "--patch-module",
                "io.pysail.sdk.arrow=target/test-classes"));
        command.addAll(List.of("--add-reads", "io.pysail.sdk.arrow=" + String.join(",", MODULES)));
        command.addAll(List.of("--module", "io.pysail.sdk.arrow/" + main.getName()));
        command.addAll(Arrays.asList(arguments));
        Path output = Files.createTempFile("forked", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(deadlineSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            return new Outcome(ended ? process.exitValue() : -1, printed + (ended ? "" : "killed at the deadline"));
        } finally {
            Files.delete(output);
        }
    }

    private static String modulePath() {
        return Stream.of("jdk.module.path", "java.class.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(":")))
                .filter(part -> !part.isEmpty() && !part.endsWith("test-classes"))
                // What the build's own launcher has, and the peer, which is no part of this.
                .filter(part -> !part.contains("surefire") && !part.contains("arrow-c-data"))
                .distinct()
                .collect(Collectors.joining(":"));
    }
}
