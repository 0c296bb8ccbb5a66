package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/**
 * A column of integers, or of dates, times and durations that are counted by one.
 *
 * @since 0.1
 */
public abstract sealed class IntegerColumn extends Column permits ByteColumn, ShortColumn, IntColumn, LongColumn {
    final MemorySegment values;

    IntegerColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.values = values(opener, node, 1, from, length, node.shape.width);
    }

    /**
     * The value of a row, whatever its size.
     *
     * @param row from 0
     * @return the integer; of uint64 its 64 bits; anything if the row is null
     */
    public abstract long asLong(long row);

    /**
     * The memory of the values, one after the other from row 0 on; it need not be aligned.
     *
     * @return a read-only segment that lives as long as the view
     */
    public final MemorySegment values() {
        return values;
    }

    final boolean isUnsigned() {
        return field().type() instanceof ArrowType.Int(int _, boolean signed) && !signed;
    }

    @Override
    final Object value(long row) {
        return JavaValues.ofInteger(field().type(), asLong(row));
    }
}
