package io.pysail.sdk.cli.descriptor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs shell scripts that start a main class as {@code $java MainClass}. */
public final class Shell {
    private static final long DEADLINE_SECONDS = 60;

    private Shell() {}

    /** How a script ended. */
    public record Ended(int status, String out, String err) {}

    public static Ended run(String script) throws IOException, InterruptedException {
        Path out = Files.createTempFile("script", ".out");
        Path err = Files.createTempFile("script", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("java", java());
            builder.environment().remove("COLUMNS");
            Process process = builder.start();
            boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Ended(
                    ended ? process.exitValue() : -1, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String java() {
        List<String> path = new ArrayList<>();
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            String value = System.getProperty(property, "");
            if (!value.isEmpty()) {
                path.add(value);
            }
        }
        path.add(Path.of("target/test-classes").toAbsolutePath().toString()); // patched into the module
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1 --enable-native-access=ALL-UNNAMED -cp "
                + String.join(":", path);
    }
}
