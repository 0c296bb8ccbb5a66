package io.pysail.sdk.spi.rows;

import java.lang.foreign.MemorySegment;

/**
 * Decodes rows from the bytes that CPython's {@code marshal.dumps} makes of a list of tuples: without Python, and without
 * knowing how it lays objects out.
 *
 * {@snippet :
 * switch (decoder.decode(bytes, builder)) {
 *     case RowDecoder.Decoded(long rows) -> {
 *         return builder.finish();
 *     }
 *     case RowDecoder.Unnatural(int column, long row) -> {
 *         askPythonToConvert(column);
 *     }
 * }
 * }
 *
 * <p>It reads what {@code marshal} of CPython 3.9 to 3.14 writes, of versions 2 to 5. Bytes may come from a process that
 * nobody trusts: whatever decodes is what {@code marshal.loads} would give, and everything else is refused before it takes
 * more memory than a constant times the bytes, or more than a budget where they refer to the same object again and again.
 *
 * <p>Not thread-safe: one thread at a time. It keeps memory of the size of the bytes for the next ones; the collector frees
 * it.
 *
 * @since 0.1
 */
public final class RowDecoder {
    /** How many bytes rows may take in a builder by repetition, if nothing else is said: 1 GiB. */
    public static final long DEFAULT_BUDGET = 1L << 30;

    private final CellDecoder cells;

    private RowDecoder(long budget) {
        this.cells = new CellDecoder(budget);
    }

    /**
     * A decoder with the {@linkplain #DEFAULT_BUDGET usual budget}.
     *
     * @return the decoder
     */
    public static RowDecoder create() {
        return new RowDecoder(DEFAULT_BUDGET);
    }

    /**
     * A decoder with a budget.
     *
     * @param budget how many bytes the rows of one call may take in the builder at most, not counting text and bytes that
     *     are written only once
     * @return the decoder
     * @throws IllegalArgumentException if the budget is negative
     */
    public static RowDecoder withBudget(long budget) {
        if (budget < 0) {
            throw negative(budget);
        }
        return new RowDecoder(budget);
    }

    /**
     * Appends rows to a builder: all of them, or none.
     *
     * <p>Unless it returns {@link Decoded}, the builder is as it was before, without cells of rows that were not ended.
     *
     * @param bytes what {@code marshal.dumps} gave; copied before it is looked at, so that it may be shared with another
     *     process
     * @param builder where the rows go; a column gets what its sink takes
     * @return how many rows were decoded, or the first cell that its column does not take
     * @throws RowDataException if the bytes are no list of tuples of a cell for each column, break the rules of marshal, or
     *     would take too much memory
     * @throws IllegalStateException if a column that is not large would have more than 2 GiB or 2^31 items in one batch, or
     *     if the builder has cells of rows that were not ended
     */
    public Outcome decode(MemorySegment bytes, RowBuilder builder) {
        long before = builder.rowCount();
        boolean complete = false;
        try {
            cells.bytes.copy(bytes);
            cells.start();
            Outcome outcome = decode(builder);
            complete = outcome instanceof Decoded;
            return outcome;
        } finally {
            cells.clear();
            if (!complete) {
                builder.truncate(before);
            }
        }
    }

    private Outcome decode(RowBuilder builder) {
        int code = cells.bytes.get(0);
        if ((code & 0x7F) != '[') {
            throw noList(code);
        }
        int count = cells.bytes.getCount(1);
        cells.reserve(code); // what is in the list cannot refer to it, since it is not complete
        cells.spend(Footprint.times(count, builder.footprint()));
        CellSink[] columns = builder.columns();
        long taken = cells.rows(1 + Integer.BYTES, count, columns);
        if (taken < (long) count * columns.length) {
            return new Unnatural((int) (taken % columns.length), taken / columns.length);
        }
        builder.endRows(count);
        return new Decoded(count);
    }

    /** What came of the rows. */
    public sealed interface Outcome permits Decoded, Unnatural {}

    /**
     * All rows were appended and ended.
     *
     * @param rows how many
     */
    public record Decoded(long rows) implements Outcome {}

    /**
     * None was appended, since a cell is no value that its column stores: Python is to convert that column.
     *
     * @param column which column, from 0
     * @param row which row of these bytes, from 0: the first that has such a cell
     */
    public record Unnatural(int column, long row) implements Outcome {}

    private static IllegalArgumentException negative(long budget) {
        return new IllegalArgumentException("the budget of a decoder is negative: " + budget);
    }

    private static RowDataException noList(int code) {
        return new RowDataException("the rows begin with byte " + (code & 0xFF) + ", which is no list");
    }
}
