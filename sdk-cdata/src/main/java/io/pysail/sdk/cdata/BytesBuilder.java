package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of string or binary.
 *
 * @since 0.1
 */
public final class BytesBuilder extends ColumnBuilder {
    private final GrowingBuffer offsets = new GrowingBuffer();
    private final GrowingBuffer data = new GrowingBuffer();

    BytesBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param text the text
     * @throws IllegalStateException if the column would have more than 2 GiB
     */
    public void append(String text) {
        append(MemorySegment.ofArray(text.getBytes(UTF_8)));
    }

    /**
     * Adds a value.
     *
     * @param bytes what is copied; in a column of string it must be UTF-8
     * @throws IllegalStateException if the column would have more than 2 GiB
     */
    public void append(MemorySegment bytes) {
        if (bytes.byteSize() > Integer.MAX_VALUE - data.size()) {
            throw tooBig();
        }
        putOffset();
        long at = data.take(bytes.byteSize());
        MemorySegment.copy(bytes, 0, data.memory(), at, bytes.byteSize());
        appended();
    }

    private void putOffset() {
        long at = offsets.take(Integer.BYTES);
        offsets.memory().set(ValueLayout.JAVA_INT, at, (int) data.size());
    }

    @Override
    void appendPlaceholder() {
        putOffset();
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        putOffset();
        long[] sizes = {0, offsets.size(), data.size()};
        return node(rows, nulls, new long[] {validityAddress, offsets.detach(owned), data.detach(owned)}, sizes);
    }

    @Override
    void free() {
        super.free();
        offsets.free();
        data.free();
    }

    private IllegalStateException tooBig() {
        return new IllegalStateException(shape.where() + " would have more than 2 GiB in one batch");
    }
}
