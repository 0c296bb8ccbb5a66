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
     * How many rows there are.
     *
     * @return the rows that were ended since the last batch
     */
    public long rowCount() {
        return rows.length();
    }

    /**
     * Makes a batch of the rows, and starts anew.
     *
     * @return the batch, which owns the memory and which the caller closes
     */
    public ArrowBatch finish() {
        List<Long> owned = new ArrayList<>();
        ArrayNode node = rows.finish(owned);
        return new ArrowBatch(schema, node, new SharedUse(() -> owned.forEach(NativeMemory::free)));
    }

    /** Frees the rows that are in no batch; twice does no harm. */
    @Override
    public void close() {
        rows.free();
    }
}
