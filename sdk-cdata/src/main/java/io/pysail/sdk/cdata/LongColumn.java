package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of 64 bits a row: int64, uint64, date64, time64, timestamps and durations.
 *
 * @since 0.1
 */
public final class LongColumn extends IntegerColumn {
    LongColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
    }

    /**
     * The bits of a row.
     *
     * @param row from 0
     * @return the value, if it is signed; anything if the row is null
     */
    public long get(long row) {
        Objects.checkIndex(row, length()); // a row far out would wrap around when it is multiplied
        return values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, row);
    }

    @Override
    public long asLong(long row) {
        return get(row);
    }
}
