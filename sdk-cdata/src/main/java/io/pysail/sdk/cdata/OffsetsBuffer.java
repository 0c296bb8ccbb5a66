package io.pysail.sdk.cdata;

import java.util.List;

/** Where each row's bytes or items begin, in 32 or 64 bits. Not thread-safe. */
final class OffsetsBuffer {
    private final GrowingBuffer offsets = new GrowingBuffer();
    private final boolean large;

    /** @param width the bytes of an offset: 4 or 8 */
    OffsetsBuffer(int width) {
        this.large = width == Long.BYTES;
    }

    /** The biggest offset. */
    long limit() {
        return large ? Long.MAX_VALUE : Integer.MAX_VALUE;
    }

    void put(long offset) {
        if (large) {
            NativeMemory.putLong(offsets.take(Long.BYTES), offset);
        } else {
            NativeMemory.putInt(offsets.take(Integer.BYTES), (int) offset);
        }
    }

    long get(long row) {
        return large
                ? NativeMemory.getLong(offsets.address() + row * Long.BYTES)
                : NativeMemory.getInt(offsets.address() + row * Integer.BYTES);
    }

    /**
     * Leaves the offsets of so many rows; where the last of them ends.
     *
     * @param end where the last row ends that there is
     */
    long truncate(long rows, long end) {
        long size = rows * (large ? Long.BYTES : Integer.BYTES);
        if (size == offsets.size()) {
            return end;
        }
        offsets.truncate(size);
        return get(rows);
    }

    long size() {
        return offsets.size();
    }

    long capacity() {
        return offsets.capacity();
    }

    long detach(List<Long> owned) {
        return offsets.detach(owned);
    }

    void free() {
        offsets.free();
    }
}
