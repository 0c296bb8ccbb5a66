package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Objects;

/**
 * Builds a column of string or binary, wherever its values are stored: regular, large or view.
 *
 * @since 0.1
 */
public final class BytesBuilder extends ColumnBuilder {
    private final OffsetsBuffer offsets;
    private final GrowingBuffer data = new GrowingBuffer();

    BytesBuilder(ArrayShape shape) {
        super(shape);
        // Views are made of offsets at the end; what they lead to counts in 32 bits, too.
        this.offsets = new OffsetsBuffer(shape.kind == ArrayShape.Kind.VIEWS ? Integer.BYTES : shape.width);
    }

    /**
     * Adds a value.
     *
     * @param text the text
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB
     */
    public void append(String text) {
        append(MemorySegment.ofArray(text.getBytes(UTF_8)));
    }

    /**
     * Adds a value.
     *
     * @param bytes what is copied; in a column of string it must be UTF-8
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB
     */
    public void append(MemorySegment bytes) {
        append(bytes, 0, bytes.byteSize());
    }

    /**
     * Adds a value, without a slice to be made for it.
     *
     * @param memory what is copied from
     * @param offset where the value begins; in a column of string it must be UTF-8
     * @param size how many bytes it has
     * @throws IndexOutOfBoundsException if there are not so many
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB
     */
    public void append(MemorySegment memory, long offset, long size) {
        Objects.checkFromIndexSize(offset, size, memory.byteSize());
        if (size > offsets.limit() - data.size()) {
            throw tooBig();
        }
        NativeMemory.copy(memory, offset, size, data.reserve(size));
        offsets.put(data.size());
        data.take(size);
        appended();
    }

    @Override
    void appendPlaceholder() {
        offsets.put(data.size());
    }

    @Override
    void truncateValues(long count) {
        data.truncate(offsets.truncate(count, data.size()));
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        offsets.put(data.size());
        if (shape.kind == ArrayShape.Kind.VIEWS) {
            return finishViews(rows, nulls, validityAddress, owned);
        }
        long[] sizes = {0, offsets.size(), data.size()};
        return node(rows, nulls, new long[] {validityAddress, offsets.detach(owned), data.detach(owned)}, sizes);
    }

    private ArrayNode finishViews(long rows, long nulls, long validityAddress, List<Long> owned) {
        long views = NativeMemory.allocate(rows * ViewBytesColumn.VIEW_SIZE);
        owned.add(views);
        long dataSize = data.size();
        for (long row = 0; row < rows; row++) {
            putView(views + row * ViewBytesColumn.VIEW_SIZE, (int) offsets.get(row), (int) offsets.get(row + 1));
        }
        long dataSizes = NativeMemory.allocate(Long.BYTES);
        owned.add(dataSizes);
        NativeMemory.putLong(dataSizes, dataSize);
        offsets.free();
        long[] buffers = {validityAddress, views, data.detach(owned), dataSizes};
        return node(rows, nulls, buffers, new long[] {0, rows * ViewBytesColumn.VIEW_SIZE, dataSize, Long.BYTES});
    }

    /** A short value lies in the view itself; of a long one it has the first bytes, and where it is. */
    private void putView(long view, int begin, int end) {
        int size = end - begin;
        NativeMemory.putLong(view, size);
        NativeMemory.putLong(view + Long.BYTES, 0);
        boolean inline = size <= ViewBytesColumn.MOST_INLINE;
        for (int i = 0; i < (inline ? size : Integer.BYTES); i++) {
            NativeMemory.putByte(view + Integer.BYTES + i, NativeMemory.getByte(data.address() + begin + i));
        }
        if (!inline) {
            NativeMemory.putInt(view + 12, begin);
        }
    }

    @Override
    long heldBytes() {
        return super.heldBytes() + offsets.capacity() + data.capacity();
    }

    @Override
    long filledBytes() {
        return super.filledBytes() + offsets.size() + data.size();
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
