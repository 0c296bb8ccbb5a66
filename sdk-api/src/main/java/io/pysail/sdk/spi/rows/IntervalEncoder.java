package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.IntervalColumn;
import io.pysail.sdk.cdata.IntervalValue;

/** Of intervals: months, or a tuple of what they are made of. */
final class IntervalEncoder extends FlatEncoder {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final ArrowType.IntervalUnit unit;

    IntervalEncoder(ArrowType.IntervalUnit unit) {
        super(1 + Integer.BYTES + 3 * MarshalWriter.MOST_OF_NUMBER);
        this.unit = unit;
    }

    @Override
    void put(Column column, long from, long to, MarshalWriter out) {
        IntervalColumn intervals = (IntervalColumn) column;
        for (long row = from; row < to; row++) {
            if (intervals.isNull(row)) {
                out.putNone();
            } else {
                put(intervals.get(row), out);
            }
        }
    }

    private void put(IntervalValue value, MarshalWriter out) {
        switch (unit) {
            case MONTH -> out.putInt(value.months());
            case DAY_TIME -> {
                out.tuple(2);
                out.putInt(value.days());
                out.putLong(value.nanos() / NANOS_PER_MILLI);
            }
            case MONTH_DAY_NANO -> {
                out.tuple(3);
                out.putInt(value.months());
                out.putInt(value.days());
                out.putLong(value.nanos());
            }
        }
    }
}
