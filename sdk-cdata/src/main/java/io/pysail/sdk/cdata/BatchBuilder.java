package io.pysail.sdk.cdata;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds batches of a schema in native memory, column by column, row by row.
 *
 * <p>Whoever made it closes it. Not thread-safe: one thread at a time.
 *
 * @since 0.1
 */
public final class BatchBuilder implements AutoCloseable {
    private final ArrowSchema schema;
    private final StructBuilder rows;

    private BatchBuilder(ArrowSchema schema) {
        this.schema = schema;
        this.rows = new StructBuilder(ArrayShape.of(schema));
    }

    /**
     * A builder.
     *
     * @param schema the columns
     * @return the builder
     * @throws IllegalArgumentException if there is a type that cannot be built
     */
    public static BatchBuilder of(ArrowSchema schema) {
        return new BatchBuilder(schema);
    }

    /**
     * What is built.
     *
     * @return the columns
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * The builder of a column.
     *
     * @param <B> its class
     * @param index the position of the column
     * @param type its class
     * @return the builder
     */
    public <B extends ColumnBuilder> B column(int index, Class<B> type) {
        return type.cast(rows.child(index));
    }

    /**
     * Ends a row, to each of whose columns a value was added.
     *
     * @throws IllegalStateException if a column has not just one value more than there are rows
     */
    public void endRow() {
        rows.append();
    }

    /**
     * Ends rows whose columns were filled one after the other.
     *
     * @param count how many; to each column just so many values were added
     * @throws IllegalArgumentException if the count is negative
     * @throws IllegalStateException if a column has not just so many values more than there are rows
     */
    public void endRows(long count) {
        if (count < 0) {
            throw negative(count);
        }
        rows.append(count);
    }

    /**
     * Takes back what was added beyond a number of rows, also to columns of rows that are not ended.
     *
     * @param count how many rows are to be left
     * @throws IllegalArgumentException if there are not so many
     */
    public void truncate(long count) {
        rows.truncate(count);
    }

    /**
     * How many rows there are.
     *
     * @return the rows that were ended since the last batch
     */
    public long rowCount() {
        return rows.length();
    }

    /**
     * How much native memory the rows take that are in no batch.
     *
     * @return the bytes of all buffers, filled or not, also those of what was taken back
     */
    public long heldBytes() {
        return rows.heldBytes();
    }

    /**
     * How much memory the rows fill that are in no batch.
     *
     * @return the bytes of all values, nested ones included
     */
    public long filledBytes() {
        return rows.filledBytes();
    }

    /**
     * Makes a batch of the rows, and starts anew.
     *
     * @return the batch, which owns the memory and which the caller closes
     * @throws IllegalStateException if what is nested in a column was truncated below what the column has; the rows stay
     */
    public ArrowBatch finish() {
        rows.requireChildren();
        List<Long> owned = new ArrayList<>();
        ArrayNode node = rows.finish(owned);
        return new ArrowBatch(schema, node, new SharedUse(() -> owned.forEach(NativeMemory::free)));
    }

    /** Frees the rows that are in no batch; twice does no harm. */
    @Override
    public void close() {
        rows.free();
    }

    private static IllegalArgumentException negative(long count) {
        return new IllegalArgumentException("rows to end are counted, not " + count);
    }
}
