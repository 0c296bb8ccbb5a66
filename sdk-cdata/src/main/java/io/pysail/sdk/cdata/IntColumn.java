package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of 32 bits a row: int32, uint32, date32 and time32.
 *
 * @since 0.1
 */
public final class IntColumn extends IntegerColumn {
    private final boolean unsigned;

    IntColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.unsigned = isUnsigned();
    }

    /**
     * The bits of a row.
     *
     * @param row from 0
     * @return the value, if it is signed; anything if the row is null
     */
    public int get(long row) {
        Objects.checkIndex(row, length()); // a row far out would wrap around when it is multiplied
        return values.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row);
    }

    @Override
    public long asLong(long row) {
        return unsigned ? get(row) & 0xFFFF_FFFFL : get(row);
    }
}
