package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/** Brings text or bytes, wherever they are stored, to text or bytes one after the other with offsets. */
final class BytesConversion extends ColumnConversion {
    BytesConversion(ArrayShape to) {
        super(to);
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        return switch (node.shape.kind) {
            case BYTES -> withOtherOffsets(node, memory);
            case FIXED -> withOffsets(node, memory);
            case VIEWS -> gathered(node, rows, memory);
            default -> throw new AssertionError(node.shape.kind);
        };
    }

    /** The bytes stay where they are, and only begin elsewhere. */
    private ArrayNode withOtherOffsets(ArrayNode node, ConversionMemory memory) {
        Offsets old = Offsets.of(node);
        Offsets offsets = old.rebased(node, to.width, this, memory);
        long first = node.length == 0 ? 0 : old.get(0);
        MemorySegment data = NativeMemory.at(node.buffers[2], node.sizes[2]);
        MemorySegment used = data.asSlice(first, node.length == 0 ? 0 : old.get(node.length) - first);
        return memory.withNullsOf(node, to, NO_CHILDREN, offsets.memory(), used);
    }

    private ArrayNode withOffsets(ArrayNode node, ConversionMemory memory) {
        long width = node.shape.width;
        Offsets offsets = Offsets.allocate(node.length, to.width, memory);
        for (long row = 1; row <= node.length; row++) {
            if (!offsets.canHold(row * width)) {
                throw tooBig(node);
            }
            offsets.set(row, row * width);
        }
        MemorySegment data = width == 0 ? MemorySegment.NULL : values(node);
        return memory.withNullsOf(node, to, NO_CHILDREN, offsets.memory(), data);
    }

    private ArrayNode gathered(ArrayNode node, Rows rows, ConversionMemory memory) {
        BytesColumn column = OPENER.open(node).as(BytesColumn.class);
        Rows visible = rows.notNullIn(node);
        Offsets offsets = Offsets.allocate(node.length, to.width, memory);
        long size = 0;
        for (long row = 0; row < node.length; row++) {
            size += visible.isVisible(row) ? column.segment(row).byteSize() : 0;
            if (!offsets.canHold(size)) {
                throw tooBig(node);
            }
            offsets.set(row + 1, size);
        }
        MemorySegment data = memory.allocate(size);
        for (long row = 0; row < node.length; row++) {
            long at = offsets.get(row);
            long length = offsets.get(row + 1) - at;
            if (length > 0) {
                MemorySegment.copy(column.segment(row), 0, data, at, length);
            }
        }
        return memory.withNullsOf(node, to, NO_CHILDREN, offsets.memory(), data);
    }
}
