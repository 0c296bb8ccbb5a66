package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Builds a column of bytes, in each row as many.
 *
 * @since 0.1
 */
public final class FixedBytesBuilder extends FixedWidthBuilder {
    FixedBytesBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * How many bytes a value has.
     *
     * @return the size that the type says
     */
    public int width() {
        return shape.width;
    }

    /**
     * Adds a value.
     *
     * @param memory what is copied from
     * @param offset where the value begins, which has as many bytes as the column's
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public void append(MemorySegment memory, long offset) {
        Objects.checkFromIndexSize(offset, shape.width, memory.byteSize());
        NativeMemory.copy(memory, offset, shape.width, slot(shape.width));
        appended();
    }
}
