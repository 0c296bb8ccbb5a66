package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import java.util.List;

/**
 * Builds Arrow batches from the cells of rows: columns one after the other, or row by row.
 *
 * {@snippet :
 * try (RowBuilder builder = RowBuilder.of(schema)) {
 *     LongSink ids = (LongSink) builder.cells(0);
 *     for (long id : wanted) {
 *         if (!ids.accept(id)) {
 *             break; // not natural: Python converts the column from this row on
 *         }
 *     }
 *     builder.endRows(wanted.length);
 *     ArrowBatch batch = builder.finish();
 * }
 * }
 *
 * <p>Whoever made it closes it. Not thread-safe: one thread at a time.
 *
 * @since 0.1
 */
public final class RowBuilder implements AutoCloseable {
    private final BatchBuilder batch;
    private final CellSink[] columns;
    private final boolean[] natural;
    private final long footprint;

    private RowBuilder(ArrowSchema schema) {
        this.batch = BatchBuilder.of(schema);
        List<ArrowField> fields = schema.fields();
        this.columns = new CellSink[fields.size()];
        this.natural = new boolean[fields.size()];
        this.footprint = Footprint.of(fields);
        for (int i = 0; i < columns.length; i++) {
            columns[i] = CellSinks.of(fields.get(i), batch.column(i, ColumnBuilder.class));
            natural[i] = RowTypes.isNatural(fields.get(i).type());
        }
    }

    /**
     * A builder.
     *
     * @param schema the columns
     * @return the builder
     * @throws RowSchemaException if a column is of a type that cannot be built from rows
     */
    public static RowBuilder of(ArrowSchema schema) {
        RowTypes.requireBuildable(schema);
        return new RowBuilder(schema);
    }

    /**
     * How many columns there are.
     *
     * @return the number
     */
    public int columnCount() {
        return columns.length;
    }

    /** The sinks of the columns, which the caller does not change. */
    CellSink[] columns() {
        return columns;
    }

    /** How many bytes a row takes at least. */
    long footprint() {
        return footprint;
    }

    /**
     * Where the cells of a column go.
     *
     * @param column its position
     * @return the sink, always the same
     */
    public CellSink cells(int column) {
        return columns[column];
    }

    /**
     * Whether the sink may be given what a source yields: it takes what is natural, and refuses all else.
     *
     * <p>To the others only canonical values may be given: an {@code int} in a column of dates means something else.
     *
     * @param column its position
     * @return true for booleans, integers, float, double and text
     */
    public boolean isNatural(int column) {
        return natural[column];
    }

    /**
     * How many rows there are.
     *
     * @return the rows that were ended since the last batch
     */
    public long rowCount() {
        return batch.rowCount();
    }

    /**
     * Ends rows, for each of which a cell was given to each column.
     *
     * @param count how many
     * @throws IllegalStateException if a column has not just so many cells more than there are rows
     */
    public void endRows(long count) {
        batch.endRows(count);
    }

    /**
     * Takes back the rows beyond a number of them, and all cells of rows that are not ended.
     *
     * @param rows how many are to be left
     * @throws IllegalArgumentException if there are not so many
     */
    public void truncate(long rows) {
        batch.truncate(rows);
    }

    /**
     * How much native memory the rows take that are in no batch.
     *
     * @return the bytes of all buffers, filled or not, also those of what was taken back
     */
    public long heldBytes() {
        return batch.heldBytes();
    }

    /**
     * How much memory the rows fill that are in no batch: for executors that end a batch before it gets too big.
     *
     * @return the bytes of all values, nested ones included
     */
    public long filledBytes() {
        return batch.filledBytes();
    }

    /**
     * Makes a batch of the rows that are ended, and starts anew.
     *
     * @return the batch, which owns the memory and which the caller closes
     */
    public ArrowBatch finish() {
        truncate(rowCount());
        return batch.finish();
    }

    /** Frees the rows that are in no batch; twice does no harm. */
    @Override
    public void close() {
        batch.close();
    }
}
