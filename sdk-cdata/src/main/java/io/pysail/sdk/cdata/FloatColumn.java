package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of floating-point numbers of 32 bits.
 *
 * @since 0.1
 */
public final class FloatColumn extends FloatingColumn {
    FloatColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
    }

    /**
     * The value of a row.
     *
     * @param row from 0
     * @return the number; anything if the row is null
     */
    public float get(long row) {
        Objects.checkIndex(row, length()); // a row far out would wrap around when it is multiplied
        return values.getAtIndex(ValueLayout.JAVA_FLOAT_UNALIGNED, row);
    }

    @Override
    public double asDouble(long row) {
        return get(row);
    }

    @Override
    Object value(long row) {
        return get(row);
    }
}
