package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * A column of bits.
 *
 * @since 0.1
 */
public final class BooleanColumn extends Column {
    private final MemorySegment bits;

    BooleanColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.bits = opener.buffer(node, 1);
    }

    /**
     * The value of a row.
     *
     * @param row from 0
     * @return the bit; anything if the row is null
     */
    public boolean get(long row) {
        Objects.checkIndex(row, length());
        return Bits.get(bits, start + row);
    }

    @Override
    Object value(long row) {
        return get(row);
    }
}
