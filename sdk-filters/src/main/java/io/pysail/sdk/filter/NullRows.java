package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.Column;

/** The rows in which a column has a value, or has none. */
final class NullRows extends RowSelector {
    private final Column column;
    private final boolean wanted;

    private NullRows(Column column, boolean wanted) {
        this.column = column;
        this.wanted = wanted;
    }

    /** Those that have none. */
    static RowSelector of(Column column) {
        return column.hasNoNulls() ? SelectedRows.none() : new NullRows(column, true);
    }

    /** Those that have one, of a column that may have nulls. */
    static RowSelector not(Column column) {
        return new NullRows(column, false);
    }

    @Override
    int narrow(long base, int[] rows, int count) {
        int selected = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            rows[selected] = row;
            selected += column.isNull(base + row) == wanted ? 1 : 0;
        }
        return selected;
    }
}
