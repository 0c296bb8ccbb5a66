package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.Column;

/** Of values of a known size: room is made for many at once. */
abstract sealed class FlatEncoder extends CellEncoder
        permits BooleanEncoder,
                ByteEncoder,
                ShortEncoder,
                IntEncoder,
                LongEncoder,
                UnsignedLongEncoder,
                HalfEncoder,
                FloatEncoder,
                DoubleEncoder,
                DecimalEncoder,
                IntervalEncoder {
    private static final int ROWS_AT_ONCE = 1024;

    private final int mostOfCell;

    /** @param mostOfCell how many bytes a cell takes at most */
    FlatEncoder(int mostOfCell) {
        this.mostOfCell = mostOfCell;
    }

    @Override
    final void encode(Column column, long from, long count, MarshalWriter out) {
        long end = from + count;
        for (long row = from; row < end; row += ROWS_AT_ONCE) {
            long rows = Math.min(ROWS_AT_ONCE, end - row);
            out.reserve(rows * mostOfCell);
            put(column, row, row + rows, out);
        }
    }

    /** Writes some rows, for which there is room. */
    abstract void put(Column column, long from, long to, MarshalWriter out);
}
