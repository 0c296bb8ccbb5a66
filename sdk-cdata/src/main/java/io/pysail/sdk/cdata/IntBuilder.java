package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of int32, uint32 or date32.
 *
 * @since 0.1
 */
public final class IntBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    IntBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(int value) {
        put(value);
        appended();
    }

    private void put(int value) {
        long at = values.take(Integer.BYTES);
        values.memory().set(ValueLayout.JAVA_INT, at, value);
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
