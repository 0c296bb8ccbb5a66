package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** Bytes one after the other, in each row as many. */
final class FixedBytesColumn extends BytesColumn {
    private final MemorySegment values;
    private final int width;

    FixedBytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.width = node.shape.width;
        this.values = width == 0 ? MemorySegment.NULL : values(opener, node, 1, from, length, width);
    }

    @Override
    public MemorySegment segment(long row) {
        Objects.checkIndex(row, length());
        return values.asSlice(row * width, width);
    }
}
