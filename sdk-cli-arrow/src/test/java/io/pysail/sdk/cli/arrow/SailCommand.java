package io.pysail.sdk.cli.arrow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The command as {@code ./sail} starts it: on one module path, with Arrow on another. */
final class SailCommand {
    private static final List<String> COMMAND = List.of(
            "sdk-cdata", "sdk-filters", "sdk-api", "sdk-ffm-cpython", "sdk-spi-loader", "examples/sources", "sdk-cli");
    private static final List<String> ARROW = List.of("sdk-arrow", "sdk-arrow-memory", "sdk-cli-arrow");
    private static final String JARS_OF_COMMAND = "(picocli|jackson-core-3).*\\.jar";
    private static final String JARS_OF_ARROW =
            "(arrow-|flatbuffers|commons-codec|slf4j|jackson-(core-2|annotations|databind|datatype)).*\\.jar";
    private static final long DEADLINE_SECONDS = 100;

    private SailCommand() {}

    /** How a script ended; a byte of its output is a character. */
    record Ended(int status, String out, String err) {
        byte[] bytes() {
            return out.getBytes(ISO_8859_1);
        }

        String all() {
            return "status " + status + "\n" + err;
        }
    }

    /**
     * Runs a script of the shell, in which {@code $sail} is the command, and {@code $sail_on_class_path} too; {@code $java}
     * starts any other program on that class path.
     */
    static Ended run(String script) throws IOException, InterruptedException {
        Path out = Files.createTempFile("script", ".out");
        Path err = Files.createTempFile("script", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder("bash", "-c", script)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().put("sail", onModulePath());
            builder.environment().put("java", javaOnClassPath());
            builder.environment().put("sail_on_class_path", javaOnClassPath() + " io.pysail.sdk.cli.Sail");
            Process process = builder.start();
            boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            return new Ended(
                    ended ? process.exitValue() : -1, Files.readString(out, ISO_8859_1), Files.readString(err, UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private static String onModulePath() {
        return java()
                + " --enable-native-access=io.pysail.sdk.cpython,io.pysail.sdk.cdata,io.pysail.sdk.cli"
                + " -Dio.pysail.sdk.cli.arrow=" + path(ARROW, JARS_OF_ARROW)
                + " -p " + path(COMMAND, JARS_OF_COMMAND)
                + " -m io.pysail.sdk.cli/io.pysail.sdk.cli.Sail";
    }

    private static String javaOnClassPath() {
        return java()
                + " --enable-native-access=ALL-UNNAMED"
                + " -cp " + path(COMMAND, JARS_OF_COMMAND) + ":" + path(ARROW, JARS_OF_ARROW);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java")
                + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
                + (Runtime.version().feature() < 23 ? "" : " --sun-misc-unsafe-memory-access=allow");
    }

    private static String path(List<String> projects, String jars) {
        Stream<Path> classes = projects.stream().map(project -> Path.of("..", project, "target", "classes"));
        Stream<Path> files = Stream.of("jdk.module.path", "java.class.path")
                .flatMap(property -> Stream.of(System.getProperty(property, "").split(":")))
                .map(Path::of)
                .filter(path -> path.getFileName().toString().matches(jars));
        return Stream.concat(classes, files)
                .map(path -> path.toAbsolutePath().normalize().toString())
                .distinct()
                .collect(Collectors.joining(":"));
    }
}
