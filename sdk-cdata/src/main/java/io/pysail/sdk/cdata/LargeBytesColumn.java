package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Bytes one after the other, with offsets of 64 bits. */
final class LargeBytesColumn extends BytesColumn {
    private final MemorySegment offsets;
    private final MemorySegment data;

    LargeBytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.offsets = opener.buffer(node, 1);
        this.data = opener.buffer(node, 2);
    }

    @Override
    public MemorySegment segment(long row) {
        Objects.checkIndex(row, length());
        long begin = offsets.get(ValueLayout.JAVA_LONG_UNALIGNED, (start + row) * Long.BYTES);
        long end = offsets.get(ValueLayout.JAVA_LONG_UNALIGNED, (start + row + 1) * Long.BYTES);
        return data.asSlice(begin, end - begin);
    }
}
