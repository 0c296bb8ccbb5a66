package io.pysail.sdk.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The page on what differs from PySpark: its tables of what cases cover. */
final class DifferencesPage {
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\|.*");

    private DifferencesPage() {}

    /** The names of all differences that a case has to show. */
    static List<String> sections() throws IOException {
        try (var lines = Files.lines(Path.of("..", "docs", "pyspark-differences.md"))) {
            return lines.map(ROW::matcher)
                    .filter(row -> row.matches())
                    .map(row -> row.group(1))
                    .toList();
        }
    }
}
