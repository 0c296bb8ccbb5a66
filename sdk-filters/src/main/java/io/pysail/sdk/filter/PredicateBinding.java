package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Predicates about the columns of a schema, true, false and unknown where they were.
 *
 * <p>A value between two that the column can hold is replaced by the lower one; what it cannot be equal to, or is always
 * less or greater than, becomes true or false, or unknown where the column is null.
 */
final class PredicateBinding {
    private static final Pattern NO_DIGITS = Pattern.compile("NaN|[+-]?Infinity", Pattern.CASE_INSENSITIVE);
    private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,38}(\\.\\d{1,38})?");

    private final ArrowSchema schema;
    private final Map<Column, BoundColumn> found = new HashMap<>();
    private int depth;

    private PredicateBinding(ArrowSchema schema) {
        this.schema = schema;
    }

    static Predicate bind(Predicate predicate, ArrowSchema schema) {
        return new PredicateBinding(schema).bind(predicate);
    }

    private Predicate bind(Predicate predicate) {
        if (++depth > PredicateJson.DEEPEST) { // builders know no limit, but stacks do
            throw PredicateJson.tooDeep();
        }
        try {
            return bound(predicate);
        } catch (PredicateException e) {
            throw PredicateParts.columnsOf(predicate).stream()
                    .findFirst()
                    .map(e::about)
                    .orElse(e);
        } finally {
            depth--;
        }
    }

    private Predicate bound(Predicate predicate) {
        return switch (predicate) {
            case Not(var child) -> new Not(bind(child));
            case And(var parts) -> new And(PredicateParts.changed(parts, this::bind));
            case Or(var parts) -> new Or(PredicateParts.changed(parts, this::bind));
            case AlwaysTrue(), AlwaysFalse() -> predicate;
            case IsNull(var column) -> new IsNull(find(column).column());
            case IsNotNull(var column) -> new IsNotNull(find(column).column());
            case StringStartsWith(var column, var value) -> new StringStartsWith(text(column, "startswith"), value);
            case StringEndsWith(var column, var value) -> new StringEndsWith(text(column, "endswith"), value);
            case StringContains(var column, var value) -> new StringContains(text(column, "contains"), value);
            case Like(var column, var pattern, char escape, boolean ignoreCase) ->
                new Like(text(column, ignoreCase ? "ILIKE" : "LIKE"), pattern, escape, ignoreCase);
            case ColumnComparison(var left, var operator, var right) -> compared(left, operator, right);
            case Comparison comparison -> bind(comparison);
            case In(var column, var values) -> bind(find(column), values);
        };
    }

    private BoundColumn find(Column column) {
        try {
            return found.computeIfAbsent(column, wanted -> BoundColumn.of(wanted, schema));
        } catch (PredicateException e) {
            throw e.about(column);
        }
    }

    private Column text(Column column, String operation) {
        BoundColumn bound = find(column);
        if (!(bound.type() instanceof ArrowType.Text)) {
            throw notText(bound, operation);
        }
        return bound.column();
    }

    private Predicate compared(Column left, ColumnComparison.Operator operator, Column right) {
        BoundColumn first = find(left);
        BoundColumn second = find(right);
        Family family = Family.of(first.type());
        if (family == Family.NONE || family != Family.of(second.type())) {
            throw incomparable(first, second);
        }
        return new ColumnComparison(first.column(), operator, second.column());
    }

    private Predicate bind(Comparison comparison) {
        BoundColumn bound = find(comparison.column());
        Column column = bound.column();
        if (comparison.value() instanceof Literal.Null) {
            return comparison instanceof EqualNullSafe ? new IsNull(column) : Normalisation.unknown(column);
        }
        return switch (fit(comparison.value(), bound)) {
            case Fit.Exact(var value) -> Operators.compare(column, Operators.of(comparison), value);
            case Fit.After(var floor) ->
                switch (comparison) {
                    case LessThan _, LessThanOrEqual _ -> new LessThanOrEqual(column, floor);
                    case GreaterThan _, GreaterThanOrEqual _ -> new GreaterThan(column, floor);
                    case EqualTo _ -> falseUnlessNull(column);
                    case EqualNullSafe _ -> new AlwaysFalse();
                };
            case Fit.Below() -> outside(comparison, column, false);
            case Fit.Above() -> outside(comparison, column, true);
            case Fit.Incomparable() -> throw incomparable(bound, comparison.value());
        };
    }

    private static Predicate outside(Comparison comparison, Column column, boolean above) {
        return switch (comparison) {
            case LessThan _, LessThanOrEqual _ -> above ? trueUnlessNull(column) : falseUnlessNull(column);
            case GreaterThan _, GreaterThanOrEqual _ -> above ? falseUnlessNull(column) : trueUnlessNull(column);
            case EqualTo _ -> falseUnlessNull(column);
            case EqualNullSafe _ -> new AlwaysFalse();
        };
    }

    private static Predicate bind(BoundColumn bound, List<Literal> values) {
        List<Literal> held = new ArrayList<>();
        for (Literal value : values) {
            if (value instanceof Literal.Null) {
                held.add(value);
                continue;
            }
            switch (fit(value, bound)) {
                case Fit.Exact(var exact) -> held.add(exact);
                case Fit.Incomparable() -> throw incomparable(bound, value);
                case Fit.After _, Fit.Below _, Fit.Above _ -> {} // no row is equal to it
            }
        }
        return held.isEmpty() && !values.isEmpty()
                ? falseUnlessNull(bound.column())
                : Normalisation.oneOf(bound.column(), held);
    }

    private static Fit fit(Literal value, BoundColumn bound) {
        try {
            return LiteralFit.of(value, bound.type());
        } catch (PredicateException e) {
            throw wrongValue(bound, e);
        }
    }

    private static Predicate falseUnlessNull(Column column) {
        return new And(List.of(new IsNull(column), Normalisation.unknown(column)));
    }

    private static Predicate trueUnlessNull(Column column) {
        return new Or(List.of(new IsNotNull(column), Normalisation.unknown(column)));
    }

    private static PredicateException notText(BoundColumn column, String operation) {
        return PredicateException.of(column + ": " + operation + " is for text");
    }

    private static PredicateException wrongValue(BoundColumn column, PredicateException cause) {
        return PredicateException.of(column + ": " + cause.getMessage(), cause);
    }

    private static PredicateException incomparable(BoundColumn column, Literal value) {
        Family family = Family.of(column.type());
        if (family == Family.NONE) {
            return PredicateException.of(column + ", which has no order: it can only be null or not null");
        }
        return PredicateException.of(
                value instanceof Literal.Bool // which nobody may have written: a column alone is compared with TRUE
                        ? column + ": it is neither TRUE nor FALSE"
                        : column + ": it cannot be compared with " + value + remedy(family, value));
    }

    private static String remedy(Family family, Literal value) {
        String text = family == Family.NUMBER && value instanceof Literal.Text(var written) ? written : "";
        if (NUMBER.matcher(text).matches()) {
            return ", write it without quotes";
        }
        return NO_DIGITS.matcher(text).matches() ? ", write DOUBLE " + value : ", which is " + Family.kindOf(value);
    }

    private static PredicateException incomparable(BoundColumn left, BoundColumn right) {
        return PredicateException.of(left + " and " + right + ": they cannot be compared");
    }
}
