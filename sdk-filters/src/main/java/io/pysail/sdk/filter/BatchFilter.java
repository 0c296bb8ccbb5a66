package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchView;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Selects the rows of batches for which a predicate is true.
 *
 * {@snippet :
 * BatchFilter filter = BatchFilter.of(col("total").gt(100), schema);
 * try (ArrowBatch large = filter.apply(batch)) {
 *     consumer.accept(large);
 * }
 * }
 *
 * <p>Unknown is not true. Values compare as {@link Comparison} says, whatever they are stored as: a dictionary, runs or
 * views. Upper and lower case, where a {@link Like} ignores it, is that of {@link String#toLowerCase}.
 *
 * <p>Immutable, thread-safe.
 *
 * @since 0.1
 */
public final class BatchFilter {
    private final Predicate predicate;
    private final ArrowSchema schema;
    private final RowPlan plan;

    private BatchFilter(Predicate predicate, ArrowSchema schema, RowPlan plan) {
        this.predicate = predicate;
        this.schema = schema;
        this.plan = plan;
    }

    /**
     * The filter for all batches of a schema.
     *
     * @param predicate the condition, which need not be bound
     * @param schema what the batches are
     * @return the filter
     * @throws PredicateException if there is no such column, or a value cannot be compared with it
     */
    public static BatchFilter of(Predicate predicate, ArrowSchema schema) {
        Predicate condition = predicate.boundTo(schema).asCondition();
        return new BatchFilter(condition, schema, new RowPlanner(schema).plan(condition));
    }

    /**
     * What is evaluated.
     *
     * @return the predicate, bound to the schema and {@linkplain Predicate#asCondition simplified}
     */
    public Predicate predicate() {
        return predicate;
    }

    /**
     * Which rows of a batch the predicate is true for.
     *
     * @param view the batch, opened by the calling thread
     * @return the rows
     * @throws IllegalArgumentException if the batch is of another schema
     * @throws IllegalStateException if the view is closed
     * @throws ArrowDataException if a row breaks the rules of the format; or, as when it is read, an
     *     {@link IndexOutOfBoundsException}
     */
    public Selection select(BatchView view) {
        requireSchema(view.schema());
        return select(plan, view);
    }

    static Selection select(RowPlan plan, BatchView view) {
        if (plan instanceof RowPlan.Constant(boolean value)) {
            return Selection.range(0, value ? view.rowCount() : 0);
        }
        int mostRows = (int) Math.min(view.rowCount(), RowSelector.MOST_ROWS);
        RowSelector selector = plan.open(view, mostRows);
        Selection.Builder selection = new Selection.Builder();
        int[] rows = new int[mostRows];
        for (long base = 0; base < view.rowCount(); base += mostRows) {
            int count = (int) Math.min(view.rowCount() - base, mostRows);
            selection.add(base, rows, selector.select(base, count, rows));
        }
        return selection.build();
    }

    /**
     * Makes a batch of the rows for which the predicate is true.
     *
     * <p>The given batch stays the caller's, who may close it at once. Rows that follow each other are not copied: then
     * the result shares the memory, as does what dictionaries and views lead to. If this throws, nothing is held.
     *
     * @param batch a batch of the schema that the filter is for
     * @return a batch of the same schema, which the caller closes; another handle of the given one if all rows are left
     * @throws IllegalArgumentException if the batch is of another schema
     * @throws IllegalStateException if the batch is closed
     * @throws ArrowDataException if a row breaks the rules of the format; or, as when it is read, an
     *     {@link IndexOutOfBoundsException}
     */
    public ArrowBatch apply(ArrowBatch batch) {
        requireSchema(batch.schema());
        // Held until the end, so that the batch may be closed meanwhile.
        try (ArrowBatch held = batch.retain()) {
            Selection selection;
            try (BatchView view = held.read()) {
                selection = select(view);
            }
            if (selection.count() == held.rowCount()) {
                return held.retain();
            }
            if (selection.isContiguous()) {
                return held.slice(selection.count() == 0 ? 0 : selection.row(0), selection.count());
            }
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment positions = arena.allocate(ValueLayout.JAVA_LONG, selection.count());
                selection.copyTo(positions);
                return held.take(positions);
            }
        }
    }

    private void requireSchema(ArrowSchema found) {
        if (found != schema && !found.equals(schema)) {
            throw otherSchema(found);
        }
    }

    private IllegalArgumentException otherSchema(ArrowSchema found) {
        return new IllegalArgumentException(
                "a batch of " + text(found) + " was given to the filter for " + text(schema));
    }

    private static String text(ArrowSchema schema) {
        return new ArrowType.Struct(schema.fields()).text();
    }
}
