package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of int16 or uint16.
 *
 * @since 0.1
 */
public final class ShortBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    ShortBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(short value) {
        put(value);
        appended();
    }

    private void put(short value) {
        long at = values.take(Short.BYTES);
        values.memory().set(ValueLayout.JAVA_SHORT, at, value);
    }

    @Override
    void appendPlaceholder() {
        put((short) 0);
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
