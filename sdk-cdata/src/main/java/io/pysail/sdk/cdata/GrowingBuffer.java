package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Native memory of one owner that grows as it is filled; aligned for Arrow.
 *
 * <p>It remembers how much the last one held that was {@linkplain #detach given away}, so that batches of one size after
 * the other do not grow by doubling and copying. Not thread-safe.
 */
final class GrowingBuffer {
    private static final long FIRST_CAPACITY = 1024;

    private long address;
    private long size;
    private long capacity;
    private long expected = FIRST_CAPACITY;

    /** Adds some more bytes, whatever they are; their address, until the next call. */
    long take(long bytes) {
        long at = reserve(bytes);
        size += bytes;
        return at;
    }

    /** Makes room for some more bytes, which are not added yet; their address, until the next call. */
    long reserve(long bytes) {
        if (bytes > capacity - size) {
            grow(Math.addExact(size, bytes));
        }
        return address + size;
    }

    /** The address, until the next {@link #take} or {@link #reserve}; 0 if there is none. */
    long address() {
        return address;
    }

    long size() {
        return size;
    }

    /** How much memory there is, filled or not. */
    long capacity() {
        return capacity;
    }

    /** Fills up with a byte until there are so many, if there are fewer. */
    void fillTo(long bytes, byte value) {
        if (bytes > size) {
            long added = bytes - size;
            NativeMemory.at(take(added), added).fill(value);
        }
    }

    /**
     * Forgets what is beyond.
     *
     * @param bytes at most {@link #size}
     */
    void truncate(long bytes) {
        size = bytes;
    }

    /** Gives the memory to {@code owned}, and starts anew; its address, or 0 if there is none. */
    long detach(List<Long> owned) {
        long given = address;
        if (given != 0) {
            owned.add(given);
        }
        expected = Math.max(FIRST_CAPACITY, size + size / 8);
        address = 0;
        size = 0;
        capacity = 0;
        return given;
    }

    void free() {
        if (address != 0) {
            NativeMemory.free(address);
        }
        address = 0;
        size = 0;
        capacity = 0;
    }

    private void grow(long atLeast) {
        long next = Math.max(expected, Math.max(atLeast, capacity * 2));
        long bigger = NativeMemory.allocate(next);
        if (address != 0) {
            MemorySegment.copy(NativeMemory.at(address, size), 0, NativeMemory.at(bigger, next), 0, size);
            NativeMemory.free(address);
        }
        address = bigger;
        capacity = next;
    }
}
