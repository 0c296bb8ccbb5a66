package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of int8 or uint8.
 *
 * @since 0.1
 */
public final class ByteBuilder extends ColumnBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    ByteBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(byte value) {
        put(value);
        appended();
    }

    private void put(byte value) {
        long at = values.take(Byte.BYTES);
        values.memory().set(ValueLayout.JAVA_BYTE, at, value);
    }

    @Override
    void appendPlaceholder() {
        put((byte) 0);
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
