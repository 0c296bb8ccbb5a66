package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Bytes anywhere: short ones are in the view itself, long ones where it says. */
final class ViewBytesColumn extends BytesColumn {
    static final int VIEW_SIZE = 16;
    static final int MOST_INLINE = 12;

    private final MemorySegment views;
    private final MemorySegment[] buffers;

    ViewBytesColumn(ColumnOpener opener, ArrayNode node, long from, long length) {
        super(opener, node, from, length);
        this.views = values(opener, node, 1, from, length, VIEW_SIZE);
        this.buffers = new MemorySegment[node.buffers.length - 3];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = opener.buffer(node, 2 + i);
        }
    }

    @Override
    public MemorySegment segment(long row) {
        Objects.checkIndex(row, length());
        long view = row * VIEW_SIZE;
        int size = views.get(ValueLayout.JAVA_INT_UNALIGNED, view);
        if (size <= MOST_INLINE) {
            return views.asSlice(view + 4, size);
        }
        int buffer = views.get(ValueLayout.JAVA_INT_UNALIGNED, view + 8);
        int offset = views.get(ValueLayout.JAVA_INT_UNALIGNED, view + 12);
        return buffers[buffer].asSlice(offset, size);
    }
}
