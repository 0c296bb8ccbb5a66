package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DictionaryColumn;
import io.pysail.sdk.cdata.RunEndColumn;
import java.util.List;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** The rows whose value passes a test, of a column in which several rows may share one: each is tested once. */
final class ReferencedRows {
    /** So many are always tested. */
    private static final long MOST_VALUES = 1 << 16;

    private ReferencedRows() {}

    /** Of a column of whatever kind; rows that are null are not selected. */
    static RowSelector of(Column column, ValueMatcher test) {
        RowSelector values = switch (column) {
            case DictionaryColumn dictionary -> referring(column, dictionary.dictionary(), dictionary::index, test);
            case RunEndColumn runs -> referring(column, runs.values(), runs::run, test);
            default -> test.over(column);
        };
        return column.hasNoNulls() ? values : SelectedRows.ofAll(List.of(NullRows.not(column), values));
    }

    private static RowSelector referring(Column column, Column values, LongUnaryOperator position, ValueMatcher test) {
        RowSelector selector = of(values, test);
        // A slice may use few of many values.
        LongPredicate passes = values.length() <= Math.max(MOST_VALUES, 2 * column.length())
                ? known(selector, values.length())
                : oneByOne(selector, values.length());
        return new TestedRows(row -> passes.test(position.applyAsLong(row)));
    }

    private static LongPredicate known(RowSelector selector, long length) {
        long[] bits = new long[Math.toIntExact((length + Long.SIZE - 1) / Long.SIZE)];
        int[] rows = new int[(int) Math.min(length, RowSelector.MOST_ROWS)];
        for (long base = 0; base < length; base += rows.length) {
            int selected = selector.select(base, (int) Math.min(length - base, rows.length), rows);
            for (int i = 0; i < selected; i++) {
                long value = base + rows[i];
                bits[(int) (value / Long.SIZE)] |= 1L << value;
            }
        }
        return value -> ((bits[(int) (Objects.checkIndex(value, length) / Long.SIZE)] >> value) & 1) != 0;
    }

    private static LongPredicate oneByOne(RowSelector selector, long length) {
        int[] row = new int[1];
        return value -> selector.select(Objects.checkIndex(value, length), 1, row) == 1;
    }
}
