package io.pysail.sdk.cdata;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of runs: rows that follow each other share a value.
 *
 * @since 0.1
 */
public final class RunEndColumn extends Column {
    private final IntegerColumn ends;
    private final Column values;

    RunEndColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.ends = (IntegerColumn) opener.open(node.children[0]);
        this.values = opener.open(node.children[1]);
    }

    /**
     * The values of the runs.
     *
     * @return one for each run
     */
    public Column values() {
        return values;
    }

    /**
     * The run that a row belongs to, found in a time that grows with the logarithm of their number.
     *
     * @param row from 0
     * @return a row of {@link #values}
     */
    public long run(long row) {
        Objects.checkIndex(row, length());
        long low = 0;
        long high = ends.length();
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (ends.asLong(middle) <= start + row) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public boolean isNull(long row) {
        return values.isNull(run(row));
    }

    @Override
    public long nullCount() {
        return values.hasNoNulls() ? 0 : NullCounting.rowByRow(this);
    }

    @Override
    public boolean hasNoNulls() {
        return values.hasNoNulls();
    }

    @Override
    @Nullable
    Object value(long row) {
        return values.toJava(run(row));
    }
}
