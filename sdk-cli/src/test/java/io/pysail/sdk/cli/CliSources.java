package io.pysail.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The Python sources of these tests, as a file that a user could have: they need no package, not even pyarrow. */
final class CliSources {
    private CliSources() {}

    /** Writes the file into a folder. */
    static Path in(Path folder) throws IOException {
        Path testkit = Path.of("../sdk-testkit/src/main/resources/io/pysail/sdk/testkit/python")
                .toRealPath();
        try (InputStream code = CliSources.class.getResourceAsStream("cli_sources.py")) {
            String text = new String(Objects.requireNonNull(code).readAllBytes(), UTF_8);
            // On one line, so that the numbers of the others stay, as tracebacks tell them.
            String path = "; import sys; sys.path.append('" + testkit + "')\n";
            return Files.writeString(
                    folder.resolve("cli_sources.py"), text.replaceFirst("\nimport ctypes\n", "\nimport ctypes" + path));
        }
    }

    /** Which line of the file holds a text. */
    static int lineOf(Path file, String text) throws IOException {
        return 1
                + Files.readString(file)
                        .substring(0, Files.readString(file).indexOf(text))
                        .split("\n", -1)
                        .length
                - 1;
    }
}
