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
        appendBit(bits, length(), value);
        appended();
    }

    @Override
    void appendPlaceholder() {
        appendBit(bits, length(), false);
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        long size = bits.size();
        return node(rows, nulls, new long[] {validityAddress, bits.detach(owned)}, new long[] {0, size});
    }

    @Override
    void free() {
        super.free();
        bits.free();
    }
}
