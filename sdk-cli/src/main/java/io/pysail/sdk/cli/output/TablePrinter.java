package io.pysail.sdk.cli.output;

import java.util.List;

/** Puts the cells of a table below each other. */
final class TablePrinter {
    private static final String BOLD = "\033[1m";
    private static final String DIM = "\033[2m";
    private static final String NO_STYLE = "";
    private static final String END = "\033[0m";

    private final List<TableColumn> columns;
    private final int[] widths;
    private final boolean color;

    TablePrinter(List<TableColumn> columns, TableStyle style) {
        this.columns = columns;
        this.color = style.color();
        this.widths =
                TableLayout.fit(columns.stream().mapToInt(TableColumn::width).toArray(), style.width());
    }

    /** How many columns the line has no space for. */
    int columnsLeftOut() {
        return columns.size() - widths.length;
    }

    /** Names, types, and a rule below them. */
    List<String> heading() {
        StringBuilder names = new StringBuilder();
        StringBuilder types = new StringBuilder();
        StringBuilder rule = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            append(names, i, columns.get(i).name(), BOLD);
            append(types, i, columns.get(i).type(), DIM);
            append(rule, i, new CellText("─".repeat(widths[i]), widths[i]), DIM);
        }
        return List.of(names.toString(), types.toString(), rule.toString());
    }

    String row(int row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            Cell cell = columns.get(i).cell(row);
            append(line, i, cell.content(), cell.missing() ? DIM : NO_STYLE);
        }
        return line.toString();
    }

    private void append(StringBuilder line, int index, CellText cell, String style) {
        CellText fitting = cell.within(widths[index]);
        String padding = " ".repeat(widths[index] - fitting.width());
        boolean toTheRight = columns.get(index).toTheRight();
        boolean last = index == widths.length - 1;
        line.append(index == 0 ? "" : " ".repeat(TableLayout.GAP))
                .append(toTheRight ? padding : "")
                .append(styled(fitting.text(), style))
                .append(toTheRight || last ? "" : padding);
    }

    private String styled(String text, String style) {
        return color && !style.isEmpty() ? style + text + END : text;
    }
}
