package io.pysail.sdk.examples.engine;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Rows of text, in columns that are as wide as they have to be. Confined to one thread. */
final class Table {
    /** How many columns are texts; those after them are numbers, which stand at the right. */
    private final int texts;

    private final List<List<String>> rows = new ArrayList<>();

    Table(int texts, List<String> titles) {
        this.texts = texts;
        add(titles);
    }

    /** What comes from a source may hold anything, also what a terminal would obey. */
    void add(List<String> cells) {
        rows.add(cells.stream().map(cell -> cell.replaceAll("\\p{Cntrl}", "?")).toList());
    }

    void print(PrintStream out) {
        List<Integer> widths = IntStream.range(0, rows.getFirst().size())
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> row.get(column).length())
                        .max()
                        .orElse(0))
                .toList();
        for (List<String> row : rows) {
            out.println(IntStream.range(0, widths.size())
                    .mapToObj(column -> padded(row.get(column), widths.get(column), column < texts))
                    .collect(Collectors.joining("  "))
                    .stripTrailing());
        }
    }

    private static String padded(String cell, int width, boolean isText) {
        String padding = " ".repeat(width - cell.length());
        return isText ? cell + padding : padding + cell;
    }
}
