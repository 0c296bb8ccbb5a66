package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ColumnBuilder;
import java.lang.foreign.MemorySegment;

/**
 * Takes the cells of a column, or of what is nested in one, one after the other.
 *
 * <p>Each method appends a value and returns true; or it appends nothing and returns false, since the value is not what
 * this column stores. A loop over a column had better know its class: the methods of each are final and small.
 *
 * <p>Its {@link RowBuilder} makes it. Not thread-safe: one thread at a time.
 *
 * @since 0.1
 */
public abstract sealed class CellSink
        permits NullSink,
                BooleanSink,
                ByteSink,
                ShortSink,
                IntSink,
                LongSink,
                HalfSink,
                FloatSink,
                DoubleSink,
                DecimalSink,
                WideDecimalSink,
                TextSink,
                BytesSink,
                FixedBytesSink,
                ListSink,
                FixedListSink,
                StructSink {
    private final ArrowField field;
    private final ColumnBuilder builder;
    private final boolean nullable;

    CellSink(ArrowField field, ColumnBuilder builder) {
        this.field = field;
        this.builder = builder;
        this.nullable = field.nullable();
    }

    /**
     * Name and type.
     *
     * @return the field
     */
    public final ArrowField field() {
        return field;
    }

    /**
     * How many cells there are.
     *
     * @return the number, nulls included
     */
    public final long length() {
        return builder.length();
    }

    /**
     * Takes back the cells beyond a number of them, and whatever was added to nested sinks for a cell that did not end.
     *
     * @param cells how many are to be left
     * @throws IllegalArgumentException if there are not so many
     */
    public final void truncate(long cells) {
        builder.truncate(cells);
    }

    /**
     * Takes None.
     *
     * @return false if the field is not nullable
     */
    public final boolean acceptNull() {
        if (nullable) {
            builder.appendNull();
        }
        return nullable;
    }

    /**
     * Takes a {@code bool}.
     *
     * @param value the value
     * @return false if this is no column of booleans
     */
    public boolean accept(boolean value) {
        return false;
    }

    /**
     * Takes an {@code int} of 64 bits.
     *
     * @param value the value
     * @return false if this column stores no integers, or not this one
     */
    public boolean accept(long value) {
        return false;
    }

    /**
     * Takes an {@code int} of any size up to 256 bits: the four words of its two's complement.
     *
     * @param word0 the lowest 64 bits
     * @param word1 the next
     * @param word2 the next
     * @param word3 the highest, with the sign
     * @return false if this column stores no integers, or not this one
     */
    public boolean acceptBig(long word0, long word1, long word2, long word3) {
        return Words.fitLong(word0, word1, word2, word3) && accept(word0);
    }

    /**
     * Takes a {@code float}.
     *
     * @param value the value
     * @return false if this column stores no floating-point numbers, or this one would become infinite
     */
    public boolean accept(double value) {
        return false;
    }

    /**
     * Takes a {@code str}, whose UTF-8 the caller has checked.
     *
     * @param memory what is copied from
     * @param offset where the text begins
     * @param size how many bytes it has
     * @param ascii whether it is known to be of ASCII only; false is never wrong
     * @return false if this is no column of text
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB
     */
    public boolean acceptText(MemorySegment memory, long offset, long size, boolean ascii) {
        return false;
    }

    /**
     * Takes {@code bytes}.
     *
     * @param memory what is copied from
     * @param offset where they begin
     * @param size how many they are
     * @return false if this column stores no bytes, or not so many
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB
     */
    public boolean acceptBytes(MemorySegment memory, long offset, long size) {
        return false;
    }
}
