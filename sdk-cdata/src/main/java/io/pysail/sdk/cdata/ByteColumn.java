package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;

/**
 * A column of 8 bits a row: int8 and uint8.
 *
 * @since 0.1
 */
public final class ByteColumn extends IntegerColumn {
    private final boolean unsigned;

    ByteColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.unsigned = isUnsigned();
    }

    /**
     * The bits of a row.
     *
     * @param row from 0
     * @return the value, if it is signed; anything if the row is null
     */
    public byte get(long row) {
        return values.get(ValueLayout.JAVA_BYTE, row);
    }

    @Override
    public long asLong(long row) {
        return unsigned ? get(row) & 0xFFL : get(row);
    }
}
