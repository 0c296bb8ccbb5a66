package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of intervals.
 *
 * @since 0.1
 */
public final class IntervalColumn extends Column {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final MemorySegment values;
    private final ArrowType.IntervalUnit unit;

    IntervalColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.values = values(opener, node, 1, from, length, node.shape.width);
        this.unit = ((ArrowType.Interval) node.shape.field.type()).unit();
    }

    /**
     * The value of a row.
     *
     * @param row from 0
     * @return the interval; anything if the row is null
     */
    public IntervalValue get(long row) {
        Objects.checkIndex(row, length());
        return switch (unit) {
            case MONTH -> new IntervalValue(number(row * 4), 0, 0);
            case DAY_TIME -> new IntervalValue(0, number(row * 8), number(row * 8 + 4) * NANOS_PER_MILLI);
            case MONTH_DAY_NANO ->
                new IntervalValue(
                        number(row * 16),
                        number(row * 16 + 4),
                        values.get(ValueLayout.JAVA_LONG_UNALIGNED, row * 16 + 8));
        };
    }

    private int number(long offset) {
        return values.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }

    @Override
    Object value(long row) {
        return get(row);
    }
}
