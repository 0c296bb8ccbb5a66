package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of int64, uint64, timestamp or duration.
 *
 * @since 0.1
 */
public final class LongBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    LongBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(long value) {
        put(value);
        appended();
    }

    private void put(long value) {
        long at = values.take(Long.BYTES);
        values.memory().set(ValueLayout.JAVA_LONG, at, value);
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
