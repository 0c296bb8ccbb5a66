package io.pysail.sdk.cli.output;

/**
 * How a table looks.
 *
 * @param rows how many rows are shown at most
 * @param width how wide a line may be
 * @param cell how wide a cell may be
 * @param color whether the heading and nulls look different from values
 */
public record TableStyle(int rows, int width, int cell, boolean color) {
    private static final int MOST_ROWS = 1_000;
    private static final int NARROWEST = 20;

    /** Checks that something can be shown. */
    public TableStyle {
        if (rows < 0 || width < 1 || cell < 1) {
            throw new IllegalArgumentException(
                    "a table needs space, not rows " + rows + ", width " + width + ", cell " + cell);
        }
    }

    /**
     * A table that fits into a terminal.
     *
     * @param columns how wide the terminal is
     * @param color whether to use colors
     * @return the style
     */
    public static TableStyle terminal(int columns, boolean color) {
        int width = Math.max(NARROWEST, columns);
        return new TableStyle(MOST_ROWS, width, width, color);
    }

    /**
     * A table for a file or another program: lines are as long as they must be, but a long value does not fill them.
     *
     * @return the style
     */
    public static TableStyle file() {
        return new TableStyle(MOST_ROWS, Integer.MAX_VALUE, 80, false);
    }
}
