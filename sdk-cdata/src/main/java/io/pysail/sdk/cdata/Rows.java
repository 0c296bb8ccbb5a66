package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/**
 * The rows of an array that somebody can see, and the rows of the batch in which they do: what lies under a null, or
 * what no list leads to, may be anything.
 *
 * <p>It is asked only about what looks wrong, so that it may take its time. Used only while the memory is held.
 */
interface Rows {
    /** Every row, as in a batch. */
    Rows ALL = new Rows() {
        @Override
        public boolean isVisible(long row) {
            return true;
        }

        @Override
        public long inBatch(long row) {
            return row;
        }
    };

    /** More elements than an array can have. */
    long MOST_VALUES = Integer.MAX_VALUE - 8;

    boolean isVisible(long row);

    /** The row of the batch that a visible row is in. */
    long inBatch(long row);

    /** Those of these rows that are not null in an array of just as many rows. */
    default Rows notNullIn(ArrayNode node) {
        if (!node.shape.hasValidity() || node.nullCount == 0 || node.buffers[0] == 0) {
            return this;
        }
        return new NotNull(this, NativeMemory.at(node.buffers[0], node.sizes[0]), node.offset);
    }

    /** The items of these rows, each of which is in one row. */
    default Rows items(LongUnaryOperator rowOfItem) {
        return new Items(this, rowOfItem);
    }

    /**
     * Values of which some rows make use, perhaps several of the same one.
     *
     * @param firstUse one of these rows for each of the values, or -1 if none uses it
     */
    default Rows values(long[] firstUse) {
        return new Values(this, firstUse);
    }

    /** For so many values that are referred to, that none is used yet. */
    static long[] unused(ArrayNode node, long values) {
        if (values > MOST_VALUES) {
            throw tooMany(node, values);
        }
        long[] firstUse = new long[(int) values];
        Arrays.fill(firstUse, -1);
        return firstUse;
    }

    private static ArrowDataException tooMany(ArrayNode node, long values) {
        return new ArrowDataException(
                node.shape.where() + ": " + values + " values are too many to keep account of who uses them");
    }

    /** Rows that have a bit. */
    record NotNull(Rows rows, MemorySegment validity, long offset) implements Rows {
        @Override
        public boolean isVisible(long row) {
            return Bits.get(validity, offset + row) && rows.isVisible(row);
        }

        @Override
        public long inBatch(long row) {
            return rows.inBatch(row);
        }
    }

    /** What is in a row. */
    record Items(Rows rows, LongUnaryOperator rowOfItem) implements Rows {
        @Override
        public boolean isVisible(long item) {
            return rows.isVisible(rowOfItem.applyAsLong(item));
        }

        @Override
        public long inBatch(long item) {
            return rows.inBatch(rowOfItem.applyAsLong(item));
        }
    }

    /** What rows refer to. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Values(Rows rows, long[] firstUse) implements Rows {
        @Override
        public boolean isVisible(long value) {
            return firstUse[(int) value] >= 0;
        }

        @Override
        public long inBatch(long value) {
            return rows.inBatch(firstUse[(int) value]);
        }
    }
}
