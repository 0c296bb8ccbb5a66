package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.StructColumn;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.util.ArrayList;
import java.util.List;

/**
 * Which rows to select, in terms of the columns of a schema: what can be worked out before there is a batch.
 *
 * <p>There is no third truth value and no negation: a plan says where a predicate is true, or where it is false. Immutable,
 * thread-safe.
 */
sealed interface RowPlan {
    /** Every row, or none. */
    record Constant(boolean value) implements RowPlan {}

    /** The rows that all parts select. */
    record All(List<RowPlan> parts) implements RowPlan {}

    /** The rows that one of the parts selects. */
    record Any(List<RowPlan> parts) implements RowPlan {}

    /** The rows in which a column is null, or is not. */
    record Nulls(Path path, boolean wanted) implements RowPlan {}

    /** The rows in which a column is not null and passes a test. */
    record Values(Path path, ValueMatcher test) implements RowPlan {}

    /** The rows in which two columns are not null and compare so, or do not. */
    record Compared(Path left, Operator operator, Path right, boolean wanted) implements RowPlan {}

    /**
     * Where a column is.
     *
     * @param positions in the schema, then in the structs
     */
    record Path(List<Integer> positions) {
        /** The structs around the column, and last the column itself. */
        List<Column> open(BatchView view) {
            List<Column> columns = new ArrayList<>();
            columns.add(view.column(positions.getFirst()));
            for (int position : positions.subList(1, positions.size())) {
                columns.add(columns.getLast().as(StructColumn.class).child(position));
            }
            return columns;
        }
    }

    /**
     * The selector of a batch.
     *
     * @param mostRows how many rows a block has
     */
    default RowSelector open(BatchView view, int mostRows) {
        return switch (this) {
            case Constant(boolean value) -> value ? SelectedRows.all() : SelectedRows.none();
            case All(List<RowPlan> parts) ->
                SelectedRows.ofAll(
                        parts.stream().map(part -> part.open(view, mostRows)).toList());
            case Any(List<RowPlan> parts) ->
                SelectedRows.ofAny(
                        parts.stream().map(part -> part.open(view, mostRows)).toList(), mostRows);
            case Nulls(Path path, boolean wanted) ->
                wanted
                        ? SelectedRows.ofAny(
                                path.open(view).stream().map(NullRows::of).toList(), mostRows)
                        : SelectedRows.ofAll(notNull(path.open(view)));
            case Values(Path path, ValueMatcher test) -> {
                List<Column> columns = path.open(view);
                List<RowSelector> parts = notNull(columns.subList(0, columns.size() - 1));
                parts.add(ReferencedRows.of(columns.getLast(), test));
                yield SelectedRows.ofAll(parts);
            }
            case Compared(Path left, Operator operator, Path right, boolean wanted) -> {
                List<Column> mine = left.open(view);
                List<Column> others = right.open(view);
                List<RowSelector> parts = notNull(mine);
                parts.addAll(notNull(others));
                ColumnOrder order = ColumnOrder.of(mine.getLast(), others.getLast());
                parts.add(new TestedRows(row -> operator.holds(order.compare(row)) == wanted));
                yield SelectedRows.ofAll(parts);
            }
        };
    }

    private static List<RowSelector> notNull(List<Column> columns) {
        List<RowSelector> parts = new ArrayList<>();
        for (Column column : columns) {
            if (!column.hasNoNulls()) {
                parts.add(NullRows.not(column));
            }
        }
        return parts;
    }
}
