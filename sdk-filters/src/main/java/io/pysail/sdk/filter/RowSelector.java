package io.pysail.sdk.filter;

/**
 * Selects rows of the columns that it was opened over, a block of rows at a time.
 *
 * <p>Rows are given as distances from the first row of the block. Confined to the thread of the view.
 */
abstract class RowSelector {
    /** How many rows a block has at most: so few that what one selector leaves is still in the cache for the next. */
    static final int MOST_ROWS = 1 << 13;

    /**
     * Selects among all rows of a block.
     *
     * @param base the first row of the block
     * @param count how many rows it has
     * @param rows becomes the rows that are selected, ascending
     * @return how many are selected
     */
    int select(long base, int count, int[] rows) {
        for (int i = 0; i < count; i++) {
            rows[i] = i;
        }
        return narrow(base, rows, count);
    }

    /**
     * Selects among some rows of a block.
     *
     * @param base the first row of the block
     * @param rows the candidates, ascending; becomes those that are selected, ascending
     * @param count how many candidates there are
     * @return how many are selected
     */
    abstract int narrow(long base, int[] rows, int count);
}
