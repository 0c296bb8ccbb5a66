package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/**
 * A column of floating-point numbers.
 *
 * @since 0.1
 */
public abstract sealed class FloatingColumn extends Column permits HalfColumn, FloatColumn, DoubleColumn {
    final MemorySegment values;

    FloatingColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.values = values(opener, node, 1, from, length, node.shape.width);
    }

    /**
     * The value of a row, whatever its size.
     *
     * @param row from 0
     * @return the same number; anything if the row is null
     */
    public abstract double asDouble(long row);

    /**
     * The memory of the values, one after the other from row 0 on; it need not be aligned.
     *
     * @return a read-only segment that lives as long as the view
     */
    public final MemorySegment values() {
        return values;
    }
}
