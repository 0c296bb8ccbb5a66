package io.pysail.sdk.cli.output;

import java.util.Arrays;

/** How wide the columns of a table are, when its lines may not be wider than something. */
final class TableLayout {
    static final int GAP = 2;

    /** A column is not made narrower than this: rather it is left out. */
    private static final int NARROW = 6;

    private TableLayout() {}

    /**
     * Fits columns into a line: the widest give way first, and if that is not enough the last ones are left out.
     *
     * @param natural how wide each wants to be
     * @param line how wide the line may be
     * @return how wide each is, of the columns that are shown: the first always is
     */
    static int[] fit(int[] natural, int line) {
        int shown = natural.length;
        while (shown > 1 && total(natural, shown, NARROW) > line) {
            shown--;
        }
        int narrow = 1;
        int wide = Arrays.stream(natural, 0, shown).max().orElse(1);
        while (narrow < wide) {
            int cap = narrow + (wide - narrow + 1) / 2;
            if (total(natural, shown, cap) <= line) {
                narrow = cap;
            } else {
                wide = cap - 1;
            }
        }
        int[] widths = new int[shown];
        long left = line - total(natural, shown, narrow);
        for (int i = 0; i < shown; i++) {
            widths[i] = Math.min(natural[i], narrow);
            if (natural[i] > narrow && left > 0) {
                widths[i]++;
                left--;
            }
        }
        return widths;
    }

    private static long total(int[] natural, int shown, int cap) {
        long total = (long) GAP * (shown - 1);
        for (int i = 0; i < shown; i++) {
            total += Math.min(natural[i], cap);
        }
        return total;
    }
}
