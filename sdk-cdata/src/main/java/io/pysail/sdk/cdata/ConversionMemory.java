package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Native memory that is made for the result of a conversion, or in between, and freed as a whole. Not thread-safe. */
final class ConversionMemory implements AutoCloseable {
    private final List<Long> owned = new ArrayList<>();

    /** Memory that may hold anything. */
    MemorySegment allocate(long size) {
        long address = NativeMemory.allocate(size);
        owned.add(address);
        return NativeMemory.at(address, size);
    }

    MemorySegment allocateZeros(long size) {
        return allocate(size).fill((byte) 0);
    }

    boolean isEmpty() {
        return owned.isEmpty();
    }

    /** Frees all of it; twice does no harm. */
    @Override
    public void close() {
        owned.forEach(NativeMemory::free);
        owned.clear();
    }

    /** The use of this and other memory; takes over one use of the other one. */
    SharedUse together(SharedUse other) {
        return new SharedUse(() -> {
            close();
            other.leave();
        });
    }

    /**
     * An array with values in memory of its own, and the nulls of another one.
     *
     * @param buffers all but the first one, which says where the nulls are
     */
    ArrayNode withNullsOf(ArrayNode node, ArrayShape shape, ArrayNode[] children, MemorySegment... buffers) {
        long[] addresses = new long[1 + buffers.length];
        long[] sizes = new long[1 + buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            addresses[1 + i] = buffers[i].address();
            sizes[1 + i] = buffers[i].byteSize();
        }
        long nullCount = 0;
        if (node.shape.hasValidity() && node.buffers[0] != 0 && node.nullCount != 0) {
            nullCount = node.nullCount;
            sizes[0] = (node.length + 7) / 8;
            addresses[0] = validity(node);
        }
        return new ArrayNode(shape, node.length, nullCount, 0, addresses, sizes, children, null);
    }

    /** Where the bits of the nulls are, from the first row on. */
    private long validity(ArrayNode node) {
        if ((node.offset & 7) == 0) {
            return node.buffers[0] + node.offset / 8;
        }
        MemorySegment target = allocate((node.length + 7) / 8);
        Bits.copy(NativeMemory.at(node.buffers[0], node.sizes[0]), node.offset, target, node.length);
        return target.address();
    }
}
