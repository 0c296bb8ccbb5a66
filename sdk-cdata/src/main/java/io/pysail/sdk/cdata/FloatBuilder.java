package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of float.
 *
 * @since 0.1
 */
public final class FloatBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    FloatBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(float value) {
        put(value);
        appended();
    }

    private void put(float value) {
        long at = values.take(Float.BYTES);
        values.memory().set(ValueLayout.JAVA_FLOAT, at, value);
    }

    @Override
    void appendPlaceholder() {
        put(0.0f);
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
