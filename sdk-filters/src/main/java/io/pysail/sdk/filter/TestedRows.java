package io.pysail.sdk.filter;

import java.util.function.LongPredicate;

/** The rows that pass a test, which is called for each: for what is too rare to have a loop of its own. */
final class TestedRows extends RowSelector {
    private final LongPredicate test;

    TestedRows(LongPredicate test) {
        this.test = test;
    }

    @Override
    int narrow(long base, int[] rows, int count) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[selected] = row;
            selected += test.test(base + row) ? 1 : 0;
        }
        return selected;
    }
}
