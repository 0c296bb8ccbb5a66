package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.Column;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Encodes rows of a batch as what CPython's {@code marshal.loads} reads: without Python, and without knowing how it lays
 * objects out.
 *
 * {@snippet :
 * RowEncoder encoder = RowEncoder.of(batch.schema());
 * try (BatchView view = batch.read()) {
 *     for (long row = 0; row < view.rowCount(); row += 512) {
 *         send(encoder.encode(view, row, (int) Math.min(512, view.rowCount() - row)));
 *     }
 * }
 * }
 *
 * <p>The bytes are those of a list with an item for each column, which is the list of its values; where there is no column,
 * of a list with one item, the number of rows. A value is {@code None} or the <em>canonical</em> one of its type, which the
 * Python package's {@code written.py} turns into what a writer gets:
 *
 * <table>
 * <caption>Values as they are encoded</caption>
 * <tr><th>Arrow<th>value
 * <tr><td>null<td>None
 * <tr><td>bool<td>bool
 * <tr><td>integers<td>int
 * <tr><td>half, float, double<td>float
 * <tr><td>dates, times, timestamps, durations<td>int in the unit
 * <tr><td>interval of months<td>int
 * <tr><td>interval of days and time<td>tuple of days and milliseconds
 * <tr><td>interval of months, days and time<td>tuple of months, days and nanoseconds
 * <tr><td>decimals<td>int: unscaled
 * <tr><td>strings<td>str
 * <tr><td>binaries, fixed-size binary<td>bytes
 * <tr><td>lists, list views, fixed-size list<td>list
 * <tr><td>map<td>list of tuples of key and value
 * <tr><td>struct<td>tuple of a value for each field
 * <tr><td>unions<td>tuple of type id and value
 * <tr><td>dictionary, run-end encoded<td>the value
 * </table>
 *
 * <p>All CPythons that the SDK supports read them; no object refers to another one.
 *
 * <p>Not thread-safe: one thread at a time. It keeps memory of the size of the bytes for the next ones; the collector frees
 * it.
 *
 * @since 0.1
 */
public final class RowEncoder {
    private final ArrowSchema schema;
    private final CellEncoder[] columns;
    private final long budget;
    private final MarshalWriter out = new MarshalWriter();

    private RowEncoder(ArrowSchema schema, long budget) {
        this.schema = schema;
        this.columns = CellEncoders.of(schema);
        this.budget = budget;
    }

    /**
     * An encoder.
     *
     * @param schema that of the batches
     * @return the encoder
     * @throws RowSchemaException if a column is of a type that rows cannot have: a map whose keys Python could not find
     *     again, or what is nested too deep
     */
    public static RowEncoder of(ArrowSchema schema) {
        return new RowEncoder(schema, MarshalWriter.MOST);
    }

    /**
     * An encoder with a budget.
     *
     * @param schema that of the batches
     * @param budget how many bytes the rows of one call may take at most; one row alone may take what an array holds
     * @return the encoder
     * @throws IllegalArgumentException if the budget is negative
     * @throws RowSchemaException as above
     */
    public static RowEncoder withBudget(ArrowSchema schema, long budget) {
        if (budget < 0) {
            throw negative(budget);
        }
        return new RowEncoder(schema, budget);
    }

    /**
     * Encodes some rows.
     *
     * @param view where they are
     * @param from the first of them
     * @param count how many
     * @return the bytes, in an array of Java, valid until the next call
     * @throws IndexOutOfBoundsException if there are not so many rows
     * @throws IllegalArgumentException if the types of the columns are not those of the schema
     * @throws ArrowDataException if a row breaks the rules of its format, as text does that is not UTF-8: the message names
     *     column and row
     * @throws RowsTooLargeException if they take more than the budget, or than an array holds: fewer rows may do
     */
    public MemorySegment encode(BatchView view, long from, int count) {
        Objects.checkFromIndexSize(from, count, view.rowCount());
        requireTypes(view.schema());
        out.start(count == 1 ? MarshalWriter.MOST : budget);
        if (columns.length == 0) {
            out.list(1);
            out.reserve(MarshalWriter.MOST_OF_NUMBER);
            out.putInt(count);
            return out.written();
        }
        out.list(columns.length);
        for (int i = 0; i < columns.length; i++) {
            out.list(count);
            encode(i, view.column(i), from, count);
        }
        return out.written();
    }

    private void encode(int index, Column column, long from, int count) {
        try {
            columns[index].encode(column, from, count, out);
        } catch (NotUtf8Exception | IndexOutOfBoundsException | ArrowDataException e) {
            throw damaged(index, column, from, count, e);
        }
    }

    /** Looks for the row that could not be encoded, which nobody counted while all could. */
    private ArrowDataException damaged(int index, Column column, long from, int count, RuntimeException problem) {
        for (long row = from; row < from + count; row++) {
            try {
                out.start(MarshalWriter.MOST);
                columns[index].encode(column, row, 1, out);
            } catch (NotUtf8Exception | IndexOutOfBoundsException | ArrowDataException e) {
                return damaged(schema.fields().get(index), row, e);
            }
        }
        return damaged(schema.fields().get(index), from, problem);
    }

    private void requireTypes(ArrowSchema actual) {
        if (actual == schema) {
            return;
        }
        if (actual.fields().size() != columns.length) {
            throw otherColumns(actual);
        }
        for (int i = 0; i < columns.length; i++) {
            ArrowField wanted = schema.fields().get(i);
            ArrowField found = actual.fields().get(i);
            if (wanted != found && !wanted.type().equals(found.type())) {
                throw otherType(wanted, found);
            }
        }
    }

    private static IllegalArgumentException negative(long budget) {
        return new IllegalArgumentException("the budget of an encoder is negative: " + budget);
    }

    private static ArrowDataException damaged(ArrowField field, long row, RuntimeException problem) {
        // That of the JDK tells addresses, which say nothing to who made the batch.
        String reason = problem instanceof IndexOutOfBoundsException
                ? "an offset or an index leads out of the memory"
                : String.valueOf(problem.getMessage());
        ArrowDataException damaged = new ArrowDataException(
                "column \"" + field.name() + "\" of " + field.type().text() + ": row " + row + ": " + reason);
        damaged.initCause(problem);
        return damaged;
    }

    private IllegalArgumentException otherColumns(ArrowSchema actual) {
        return new IllegalArgumentException(
                "the batch has " + actual.fields().size() + " columns, but rows of " + columns.length + " are encoded");
    }

    private static IllegalArgumentException otherType(ArrowField wanted, ArrowField found) {
        return new IllegalArgumentException("column \"" + found.name() + "\" of the batch is of "
                + found.type().text() + ", but rows with " + wanted.type().text() + " are encoded");
    }
}
