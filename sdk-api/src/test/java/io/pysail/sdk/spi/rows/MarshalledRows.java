package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.Interpreters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks a real CPython what it marshals, and what it reads from marshalled bytes. */
final class MarshalledRows {
    /** Where the build of another module unpacks CPython 3.14, which may not have happened yet. */
    private static final Path UNPACKED = Path.of("..", "sdk-ffm-cpython", "target", "cpython", "bin", "python3.14");

    private MarshalledRows() {}

    /** The interpreter of a version; a test that asks for one that is missing is skipped. */
    static Path interpreter(String feature) {
        if (!feature.equals("3.14") || !Files.exists(UNPACKED)) {
            return Interpreters.interpreter(feature);
        }
        assumeTrue(UNPACKED.toFile().setExecutable(true), "a jar keeps no permissions, and they cannot be changed");
        return UNPACKED.toAbsolutePath().normalize();
    }

    /** The command that marshals the rows of an expression. */
    static String dump(int version, RowSample sample) {
        return "dump\t" + version + "\t" + CellText.shape(sample.schema().fields()) + "\t" + sample.expression();
    }

    /** The answers to some commands of {@code marshalled.py}. */
    static List<String> ask(Path interpreter, List<String> commands) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory("marshalled");
        Path script = folder.resolve("marshalled.py");
        Path input = folder.resolve("input");
        Path output = folder.resolve("output");
        Path printed = folder.resolve("printed");
        try (InputStream in = MarshalledRows.class.getResourceAsStream("marshalled.py")) {
            Files.write(script, in.readAllBytes());
            Files.write(input, commands, UTF_8);
            Process process = new ProcessBuilder(
                            interpreter.toString(), "-B", "-I", script.toString(), input.toString(), output.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(printed.toFile())
                    .start();
            boolean ended = process.waitFor(300, TimeUnit.SECONDS);
            process.destroyForcibly();
            if (!ended || process.exitValue() != 0) {
                throw new AssertionError(interpreter + " failed: " + Files.readString(printed));
            }
            return Files.readAllLines(output, UTF_8);
        } finally {
            for (Path file : List.of(script, input, output, printed, folder)) {
                Files.deleteIfExists(file);
            }
        }
    }
}
