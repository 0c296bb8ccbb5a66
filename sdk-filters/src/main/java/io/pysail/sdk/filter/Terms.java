package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;

/** What can be made of the sides of operators. */
final class Terms {
    private Terms() {}

    static Predicate compare(Term left, Operator operator, Term right) {
        return switch (left) {
            case Term.Name(var column, int _) ->
                switch (right) {
                    case Term.Name(var other, int _) -> new ColumnComparison(column, operator, other);
                    case Term.Value(var value, int _) -> Operators.compare(column, operator, value);
                    case Term.Truth truth -> throw comparedCondition(truth);
                };
            case Term.Value(var value, int _) ->
                switch (right) {
                    case Term.Name(var column, int _) -> Operators.compare(column, Operators.mirrored(operator), value);
                    case Term.Value _ -> throw comparedValues(left);
                    case Term.Truth truth -> throw comparedCondition(truth);
                };
            case Term.Truth truth -> throw comparedCondition(truth);
        };
    }

    static Column column(Term term, String operation) {
        if (term instanceof Term.Name(var column, int _)) {
            return column;
        }
        throw noColumn(term, operation);
    }

    /** A column by itself stands for its being true. */
    static Predicate condition(Term term) {
        return switch (term) {
            case Term.Truth(var predicate, int _) -> predicate;
            case Term.Name(var column, int _) -> new EqualTo(column, new Literal.Bool(true));
            case Term.Value(Literal.Bool(boolean value), int _) -> value ? new AlwaysTrue() : new AlwaysFalse();
            case Term.Value(var literal, int position) -> throw noCondition(literal, position);
        };
    }

    private static PredicateException comparedValues(Term left) {
        return PredicateException.at(
                left.position(), "two values are compared with each other: one side has to be a column");
    }

    private static PredicateException comparedCondition(Term truth) {
        return PredicateException.at(
                truth.position(), "a condition is compared: on both sides have to be columns or values");
    }

    private static PredicateException noColumn(Term term, String operation) {
        return PredicateException.at(term.position(), operation + " needs a column");
    }

    private static PredicateException noCondition(Literal literal, int position) {
        return PredicateException.at(
                position,
                literal instanceof Literal.Null
                        ? "NULL alone is no condition: compare a column with it"
                        : "expected a condition, found the value " + literal);
    }
}
