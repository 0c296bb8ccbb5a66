package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.util.ArrayList;
import java.util.List;

/** Makes plans of predicates that are bound to a schema. */
final class RowPlanner {
    private final ArrowSchema schema;

    RowPlanner(ArrowSchema schema) {
        this.schema = schema;
    }

    /** The rows for which a predicate is true. */
    RowPlan plan(Predicate predicate) {
        return plan(predicate, true);
    }

    /** @param wanted whether the rows are to be selected for which it is true, or those for which it is false */
    private RowPlan plan(Predicate predicate, boolean wanted) {
        return switch (predicate) {
            case AlwaysTrue() -> new RowPlan.Constant(wanted);
            case AlwaysFalse() -> new RowPlan.Constant(!wanted);
            case Not(var child) -> plan(child, !wanted);
            case And(var parts) -> joined(parts, wanted, wanted);
            case Or(var parts) -> joined(parts, !wanted, wanted);
            case IsNull(var column) -> new RowPlan.Nulls(path(column), wanted);
            case IsNotNull(var column) -> new RowPlan.Nulls(path(column), !wanted);
            case EqualNullSafe(var column, Literal.Null _) -> new RowPlan.Nulls(path(column), wanted);
            case EqualNullSafe(var column, var value) -> nullSafe(column, value, wanted);
            case Comparison comparison ->
                compared(comparison.column(), Operators.of(comparison), comparison.value(), wanted);
            case In(var column, var values) -> in(column, values, wanted);
            case StringStartsWith(var column, var value) ->
                text(column, new BytesMatcher.StartsWith(Bytes.of(value)), wanted);
            case StringEndsWith(var column, var value) ->
                text(column, new BytesMatcher.EndsWith(Bytes.of(value)), wanted);
            case StringContains(var column, var value) ->
                text(column, new BytesMatcher.Contains(Bytes.of(value)), wanted);
            case Like like -> text(like.column(), LikeMatcher.of(like), wanted);
            case ColumnComparison(var left, var operator, var right) -> compared(left, operator, right, wanted);
        };
    }

    private RowPlan joined(List<Predicate> parts, boolean all, boolean wanted) {
        List<RowPlan> plans = parts.stream().map(part -> plan(part, wanted)).toList();
        return all ? new RowPlan.All(plans) : new RowPlan.Any(plans);
    }

    /** It is never unknown: false where the column is null. */
    private RowPlan nullSafe(Column column, Literal value, boolean wanted) {
        RowPlan equal = compared(column, Operator.EQUAL, value, wanted);
        return wanted ? equal : new RowPlan.Any(List.of(new RowPlan.Nulls(path(column), true), equal));
    }

    private RowPlan compared(Column column, Operator operator, Literal value, boolean wanted) {
        return value instanceof Literal.Null
                ? new RowPlan.Constant(false)
                : new RowPlan.Values(path(column), test(type(column), operator, value, wanted));
    }

    private static ValueMatcher test(ArrowType type, Operator operator, Literal value, boolean wanted) {
        if (Keys.has(type)) {
            KeyRange range = KeyRange.of(operator, Keys.of(value, type));
            if (!wanted) {
                range = range == null ? KeyRange.ALL : range.opposite();
            }
            return range == null ? new ValueMatcher.Always(false) : new ValueMatcher.InRange(range);
        }
        if (value instanceof Literal.Decimal decimal) {
            return new ValueMatcher.Wide(operator, WideKeys.unscaled(decimal, type), wanted);
        }
        byte[] bytes = bytes(value);
        return new ValueMatcher.OfBytes(
                operator == Operator.EQUAL ? new BytesMatcher.Equal(bytes) : new BytesMatcher.Ordered(operator, bytes),
                wanted);
    }

    private RowPlan in(Column column, List<Literal> values, boolean wanted) {
        List<Literal> present = values.stream()
                .filter(value -> !(value instanceof Literal.Null))
                .toList();
        if (values.isEmpty()) {
            return new RowPlan.Constant(!wanted);
        }
        if (present.isEmpty() || (!wanted && present.size() < values.size())) {
            return new RowPlan.Constant(false); // what is in no value may still be the unknown one
        }
        return new RowPlan.Values(path(column), in(type(column), present, wanted));
    }

    private static ValueMatcher in(ArrowType type, List<Literal> values, boolean wanted) {
        if (Keys.has(type)) {
            long[] keys =
                    values.stream().mapToLong(value -> Keys.of(value, type)).toArray();
            return new ValueMatcher.InKeys(new LongSet(keys), wanted);
        }
        if (type instanceof ArrowType.Decimal) {
            return new ValueMatcher.InWide(
                    values.stream()
                            .map(value -> WideKeys.unscaled((Literal.Decimal) value, type))
                            .toList(),
                    wanted);
        }
        return new ValueMatcher.OfBytes(
                new BytesMatcher.OneOf(values.stream().map(RowPlanner::bytes).toList()), wanted);
    }

    private RowPlan text(Column column, BytesMatcher test, boolean wanted) {
        return new RowPlan.Values(path(column), new ValueMatcher.OfBytes(test, wanted));
    }

    private RowPlan compared(Column left, Operator operator, Column right, boolean wanted) {
        RowPlan.Path mine = path(left);
        RowPlan.Path others = path(right);
        RowPlan compared = new RowPlan.Compared(mine, operator, others, wanted);
        if (operator != Operator.EQUAL_NULL_SAFE) {
            return compared;
        }
        RowPlan bothNull = new RowPlan.All(List.of(new RowPlan.Nulls(mine, true), new RowPlan.Nulls(others, true)));
        RowPlan oneNull = new RowPlan.Any(List.of(
                new RowPlan.All(List.of(new RowPlan.Nulls(mine, true), new RowPlan.Nulls(others, false))),
                new RowPlan.All(List.of(new RowPlan.Nulls(mine, false), new RowPlan.Nulls(others, true)))));
        return new RowPlan.Any(List.of(wanted ? bothNull : oneNull, compared));
    }

    private RowPlan.Path path(Column column) {
        List<Integer> positions = new ArrayList<>();
        List<ArrowField> fields = schema.fields();
        for (String name : column.path()) {
            int position = 0;
            while (!fields.get(position).name().equals(name)) {
                position++;
            }
            positions.add(position);
            fields = fields.get(position).type() instanceof ArrowType.Struct(var inner) ? inner : List.of();
        }
        return new RowPlan.Path(positions);
    }

    private ArrowType type(Column column) {
        return BoundColumn.of(column, schema).type();
    }

    private static byte[] bytes(Literal value) {
        return switch (value) {
            case Literal.Text(String text) -> Bytes.of(text);
            case Literal.Binary binary -> binary.value();
            default -> throw new AssertionError(value);
        };
    }
}
