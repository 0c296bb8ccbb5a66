package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Offsets of 32 or 64 bits, which say where each row begins and the last one ends. */
final class Offsets {
    private final MemorySegment memory;
    private final int width;

    private Offsets(MemorySegment memory, int width) {
        this.memory = memory;
        this.width = width;
    }

    /** New ones, of which the first is 0. */
    static Offsets allocate(long rows, int width, ConversionMemory owner) {
        Offsets offsets = new Offsets(owner.allocate(Math.multiplyExact(rows + 1, width)), width);
        offsets.set(0, 0);
        return offsets;
    }

    /** Those of an array, from its first row on. */
    static Offsets of(ArrayNode node) {
        int width = node.shape.width;
        long size = (node.length + 1) * width;
        return new Offsets(
                node.length == 0
                        ? MemorySegment.NULL
                        : NativeMemory.at(node.buffers[1], node.sizes[1]).asSlice(node.offset * width, size),
                width);
    }

    /** Whether {@code offset} is not too big for the width. */
    boolean canHold(long offset) {
        return width == Long.BYTES || offset <= Integer.MAX_VALUE;
    }

    long get(long index) {
        return width == Integer.BYTES
                ? memory.get(ValueLayout.JAVA_INT_UNALIGNED, index * Integer.BYTES)
                : memory.get(ValueLayout.JAVA_LONG_UNALIGNED, index * Long.BYTES);
    }

    void set(long index, long offset) {
        if (width == Integer.BYTES) {
            memory.set(ValueLayout.JAVA_INT_UNALIGNED, index * Integer.BYTES, (int) offset);
        } else {
            memory.set(ValueLayout.JAVA_LONG_UNALIGNED, index * Long.BYTES, offset);
        }
    }

    MemorySegment memory() {
        return memory;
    }

    /** The same rows of an array with offsets that begin at 0. */
    Offsets rebased(ArrayNode node, int newWidth, ColumnConversion conversion, ConversionMemory owner) {
        Offsets result = allocate(node.length, newWidth, owner);
        long first = node.length == 0 ? 0 : get(0);
        long last = 0;
        for (long row = 0; row < node.length; row++) {
            long end = get(row + 1) - first;
            if (end < last) {
                throw backwards(node, row);
            }
            if (!result.canHold(end)) {
                throw conversion.tooBig(node);
            }
            result.set(row + 1, end);
            last = end;
        }
        return result;
    }

    private static ArrowDataException backwards(ArrayNode node, long row) {
        return new ArrowDataException(node.shape.where() + ": row " + row + " has offsets that go backwards");
    }
}
