package io.pysail.sdk.filter;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The normal form of predicates, which is true, false and unknown where they are.
 *
 * <p>Unknown for every row is written as the comparison of a column with NULL, which no negation changes.
 */
final class Normalisation {
    private Normalisation() {}

    static Predicate of(Predicate predicate) {
        return of(predicate, false);
    }

    /** The normal form of the predicate, or of its opposite. */
    private static Predicate of(Predicate predicate, boolean negated) {
        return switch (predicate) {
            case Not(var child) -> of(child, !negated);
            case And(var parts) -> negated ? disjunction(all(parts, true)) : conjunction(all(parts, false));
            case Or(var parts) -> negated ? conjunction(all(parts, true)) : disjunction(all(parts, false));
            case AlwaysTrue() -> negated ? new AlwaysFalse() : predicate;
            case AlwaysFalse() -> negated ? new AlwaysTrue() : predicate;
            case IsNull(var column) -> negated ? new IsNotNull(column) : predicate;
            case IsNotNull(var column) -> negated ? new IsNull(column) : predicate;
            case Comparison comparison -> comparison(comparison, negated);
            case In(var column, var values) -> in(column, values, negated);
            case ColumnComparison comparison -> comparison(comparison, negated);
            case StringMatch match -> negatedIf(negated, match);
            case Like like -> negatedIf(negated, like);
        };
    }

    private static List<Predicate> all(List<Predicate> parts, boolean negated) {
        return PredicateParts.changed(parts, part -> of(part, negated));
    }

    private static Predicate comparison(Comparison comparison, boolean negated) {
        Column column = comparison.column();
        if (comparison.value() instanceof Literal.Null) {
            if (comparison instanceof EqualNullSafe) {
                return negated ? new IsNotNull(column) : new IsNull(column);
            }
            return unknown(column);
        }
        return switch (comparison) {
            case EqualTo _, EqualNullSafe _ -> negatedIf(negated, comparison);
            case LessThan(var _, var value) -> negated ? new GreaterThanOrEqual(column, value) : comparison;
            case LessThanOrEqual(var _, var value) -> negated ? new GreaterThan(column, value) : comparison;
            case GreaterThan(var _, var value) -> negated ? new LessThanOrEqual(column, value) : comparison;
            case GreaterThanOrEqual(var _, var value) -> negated ? new LessThan(column, value) : comparison;
        };
    }

    private static Predicate comparison(ColumnComparison comparison, boolean negated) {
        return switch (comparison.operator()) {
            case EQUAL, EQUAL_NULL_SAFE -> negatedIf(negated, comparison);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                negated
                        ? new ColumnComparison(comparison.left(), opposite(comparison.operator()), comparison.right())
                        : comparison;
        };
    }

    private static Predicate in(Column column, List<Literal> values, boolean negated) {
        return switch (oneOf(column, values)) {
            case AlwaysFalse() when negated -> new AlwaysTrue();
            case Predicate simple when negated && !isUnknown(simple) -> new Not(simple);
            case Predicate simple -> simple;
        };
    }

    private static Predicate negatedIf(boolean negated, Predicate predicate) {
        return negated ? new Not(predicate) : predicate;
    }

    private static ColumnComparison.Operator opposite(ColumnComparison.Operator operator) {
        return switch (operator) {
            case LESS -> ColumnComparison.Operator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> ColumnComparison.Operator.GREATER;
            case GREATER -> ColumnComparison.Operator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> ColumnComparison.Operator.LESS;
            case EQUAL, EQUAL_NULL_SAFE -> throw new AssertionError(operator);
        };
    }

    /** Unknown for every row. */
    static Predicate unknown(Column column) {
        return new EqualTo(column, new Literal.Null());
    }

    static boolean isUnknown(Predicate predicate) {
        return predicate instanceof EqualTo(var _, Literal.Null());
    }

    /** The simplest predicate for a list of values: each of them once, and NULL at the end. */
    static Predicate oneOf(Column column, Collection<Literal> values) {
        if (values.isEmpty()) {
            return new AlwaysFalse();
        }
        Literal absent = new Literal.Null();
        Set<Literal> distinct = new LinkedHashSet<>(values);
        boolean withNull = distinct.remove(absent);
        if (distinct.isEmpty()) {
            return unknown(column);
        }
        if (withNull) {
            distinct.add(absent);
        }
        return distinct.size() == 1
                ? new EqualTo(column, distinct.iterator().next())
                : new In(column, List.copyOf(distinct));
    }

    /** Joins parts in normal form. */
    static Predicate conjunction(List<Predicate> parts) {
        return joined(new And(parts).parts(), And::new, new AlwaysTrue(), new AlwaysFalse());
    }

    /** Joins parts in normal form. */
    static Predicate disjunction(List<Predicate> parts) {
        return joined(new Or(parts).parts(), Or::new, new AlwaysFalse(), new AlwaysTrue());
    }

    /**
     * @param neutral what changes nothing
     * @param decisive what alone decides
     */
    private static Predicate joined(
            List<Predicate> parts, Function<List<Predicate>, Predicate> join, Predicate neutral, Predicate decisive) {
        Set<Predicate> distinct = new LinkedHashSet<>(parts);
        distinct.remove(neutral);
        if (distinct.contains(decisive)) {
            return decisive;
        }
        return switch (distinct.size()) {
            case 0 -> neutral;
            case 1 -> distinct.iterator().next();
            default -> join.apply(List.copyOf(distinct));
        };
    }
}
