package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Bytes one after the other, with offsets of 32 bits. */
final class SmallBytesColumn extends BytesColumn {
    private final MemorySegment offsets;
    private final MemorySegment data;

    SmallBytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.offsets = opener.buffer(node, 1);
        this.data = opener.buffer(node, 2);
    }

    @Override
    public MemorySegment segment(long row) {
        Objects.checkIndex(row, length());
        long begin = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (start + row) * Integer.BYTES);
        long end = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, (start + row + 1) * Integer.BYTES);
        return data.asSlice(begin, end - begin);
    }
}
