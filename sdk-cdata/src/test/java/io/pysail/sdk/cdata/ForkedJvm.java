package io.pysail.sdk.cdata;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a main class in a JVM of its own, for what could end the JVM of the tests. */
final class ForkedJvm {
    private ForkedJvm() {}

    /** How a JVM ended. */
    record Outcome(int status, String output) {}

    static Outcome run(long deadlineSeconds, Class<?> main, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:+ErrorFileToStdout",
                "-Xmx256m",
                "-cp",
                classPath(),
                main.getName()));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile("forked", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended = process.waitFor(deadlineSeconds, TimeUnit.SECONDS);
            if (!ended) {
                process.destroyForcibly().waitFor();
            }
            String printed = Files.readString(output, StandardCharsets.UTF_8);
            return new Outcome(ended ? process.exitValue() : -1, printed + (ended ? "" : "killed at the deadline"));
        } finally {
            Files.delete(output);
        }
    }

    private static String classPath() {
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
