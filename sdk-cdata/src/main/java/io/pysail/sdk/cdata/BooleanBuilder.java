package io.pysail.sdk.cdata;

import java.util.List;

/**
 * Builds a column of bits.
 *
 * @since 0.1
 */
public final class BooleanBuilder extends ColumnBuilder {
    private final GrowingBuffer bits = new GrowingBuffer();

    BooleanBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(boolean value) {
        put(value);
        appended();
    }

    private void put(boolean value) {
        int bit = (int) length() & 7;
        long at = bit == 0 ? bits.take(1) : bits.address() + bits.size() - 1;
        // The bits above are zeros until they are written, unless they were truncated.
        int below = bit == 0 ? 0 : NativeMemory.getByte(at) & (1 << bit) - 1;
        NativeMemory.putByte(at, (byte) (below | (value ? 1 : 0) << bit));
    }

    @Override
    void appendPlaceholder() {
        put(false);
    }

    @Override
    void truncateValues(long count) {
        bits.truncate((count + 7) >> 3);
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        long size = bits.size();
        return node(rows, nulls, new long[] {validityAddress, bits.detach(owned)}, new long[] {0, size});
    }

    @Override
    long heldBytes() {
        return super.heldBytes() + bits.capacity();
    }

    @Override
    long filledBytes() {
        return super.filledBytes() + bits.size();
    }

    @Override
    void free() {
        super.free();
        bits.free();
    }
}
