package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Native memory of one owner that grows as it is filled; aligned for Arrow. Not thread-safe. */
final class GrowingBuffer {
    private static final long FIRST_CAPACITY = 1024;

    private MemorySegment memory = MemorySegment.NULL;
    private long size;

    /** Makes room for some more bytes; their offset. */
    long take(long bytes) {
        long start = size;
        if (bytes > memory.byteSize() - start) {
            grow(Math.addExact(start, bytes));
        }
        size = start + bytes;
        return start;
    }

    /** The memory, until the next {@link #take}. */
    MemorySegment memory() {
        return memory;
    }

    long size() {
        return size;
    }

    /** Gives the memory to {@code owned}, and starts anew; its address, or 0 if there is none. */
    long detach(List<Long> owned) {
        long address = memory.address();
        if (address != 0) {
            owned.add(address);
        }
        memory = MemorySegment.NULL;
        size = 0;
        return address;
    }

    void free() {
        if (memory.address() != 0) {
            NativeMemory.free(memory.address());
        }
        memory = MemorySegment.NULL;
        size = 0;
    }

    private void grow(long atLeast) {
        long capacity = Math.max(FIRST_CAPACITY, Math.max(atLeast, memory.byteSize() * 2));
        MemorySegment bigger = NativeMemory.at(NativeMemory.allocate(capacity), capacity);
        MemorySegment.copy(memory, 0, bigger, 0, size);
        long old = memory.address();
        memory = bigger;
        if (old != 0) {
            NativeMemory.free(old);
        }
    }
}
