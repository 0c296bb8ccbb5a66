package io.pysail.sdk.cdata;

import java.util.List;

/** What columns have in common whose values take the same number of bytes each. */
abstract sealed class FixedWidthBuilder extends ColumnBuilder
        permits ByteBuilder,
                ShortBuilder,
                IntBuilder,
                LongBuilder,
                HalfBuilder,
                FloatBuilder,
                DoubleBuilder,
                DecimalBuilder,
                WideDecimalBuilder,
                FixedBytesBuilder {
    private final GrowingBuffer values = new GrowingBuffer();

    FixedWidthBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * The address of a new value, which the caller writes at once.
     *
     * @param width that of the column; a constant where it counts
     */
    final long slot(int width) {
        return values.take(width);
    }

    @Override
    final void appendPlaceholder() {
        values.fillTo(values.size() + shape.width, (byte) 0);
    }

    @Override
    final void truncateValues(long count) {
        values.truncate(count * shape.width);
    }

    @Override
    final ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        long size = values.size();
        return node(rows, nulls, new long[] {validityAddress, values.detach(owned)}, new long[] {0, size});
    }

    @Override
    final long heldBytes() {
        return super.heldBytes() + values.capacity();
    }

    @Override
    final long filledBytes() {
        return super.filledBytes() + values.size();
    }

    @Override
    final void free() {
        super.free();
        values.free();
    }
}
