package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/**
 * A column of text or bytes that lie one after the other, with offsets of 32 bits.
 *
 * @since 0.1
 */
public final class SmallBytesColumn extends BytesColumn {
    private final MemorySegment offsets;
    private final MemorySegment data;

    SmallBytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.offsets = opener.buffer(node, 1);
        this.data = opener.buffer(node, 2);
    }

    /**
     * Where the bytes of each row begin and end in {@link #data}, as 32-bit integers.
     *
     * @return for rows from 0 on where they begin, and behind the last one where it ends; a read-only segment that lives
     *     as long as the view, and need not be aligned; empty if there is no row
     */
    public MemorySegment offsets() {
        return length() == 0
                ? MemorySegment.NULL
                : offsets.asSlice(start * Integer.BYTES, (length() + 1) * Integer.BYTES);
    }

    /**
     * The bytes of all rows, and perhaps of others.
     *
     * @return a read-only segment that lives as long as the view
     */
    public MemorySegment data() {
        return data;
    }

    @Override
    public MemorySegment segment(long row) {
        Objects.checkIndex(row, length());
        long begin = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (start + row) * Integer.BYTES);
        long end = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (start + row + 1) * Integer.BYTES);
        return data.asSlice(begin, end - begin);
    }
}
