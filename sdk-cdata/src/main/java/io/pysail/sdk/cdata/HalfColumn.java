package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of floating-point numbers of 16 bits.
 *
 * @since 0.1
 */
public final class HalfColumn extends FloatingColumn {
    HalfColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
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
        return Float.float16ToFloat(values.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, row));
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
