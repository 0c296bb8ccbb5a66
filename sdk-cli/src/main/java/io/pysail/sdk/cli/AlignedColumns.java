package io.pysail.sdk.cli;

import io.pysail.sdk.cli.output.Printable;
import java.io.PrintWriter;
import java.util.List;

/** Prints short texts in columns. */
final class AlignedColumns {
    private static final String GAP = "  ";

    private AlignedColumns() {}

    /** Prints rows of equally many cells; what could drive a terminal is escaped. */
    static void print(List<List<String>> rows, PrintWriter out) {
        List<List<String>> shown = rows.stream()
                .map(row -> row.stream().map(Printable::text).toList())
                .toList();
        int[] widths = new int[shown.get(0).size()];
        for (List<String> row : shown) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : shown) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i))
                        .repeat(' ', widths[i] - row.get(i).length())
                        .append(GAP);
            }
            out.println(line.toString().stripTrailing());
        }
    }
}
