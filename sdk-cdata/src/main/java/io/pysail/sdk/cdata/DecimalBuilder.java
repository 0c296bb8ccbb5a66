package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of decimal128.
 *
 * @since 0.1
 */
public final class DecimalBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    DecimalBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value, unscaled: the caller knows that it has no more digits than the column.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits; of a number that fits into {@code low} the sign, {@code low >> 63}
     */
    public void append(long low, long high) {
        put(low, high);
        appended();
    }

    private void put(long low, long high) {
        long at = values.take(2 * Long.BYTES);
        values.memory().set(ValueLayout.JAVA_LONG, at, low);
        values.memory().set(ValueLayout.JAVA_LONG, at + Long.BYTES, high);
    }

    @Override
    void appendPlaceholder() {
        put(0, 0);
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        long size = values.size();
        return node(rows, nulls, new long[] {validityAddress, values.detach(owned)}, new long[] {0, size});
    }

    @Override
    void free() {
        super.free();
        values.free();
    }
}
