package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of double.
 *
 * @since 0.1
 */
public final class DoubleBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    DoubleBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(double value) {
        put(value);
        appended();
    }

    private void put(double value) {
        long at = values.take(Double.BYTES);
        values.memory().set(ValueLayout.JAVA_DOUBLE, at, value);
    }

    @Override
    void appendPlaceholder() {
        put(0);
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
