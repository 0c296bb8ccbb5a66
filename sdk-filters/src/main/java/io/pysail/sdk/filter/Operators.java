package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;

/** What can be done with operators. */
final class Operators {
    private Operators() {}

    static Predicate compare(Column column, Operator operator, Literal value) {
        return switch (operator) {
            case EQUAL -> new EqualTo(column, value);
            case EQUAL_NULL_SAFE -> new EqualNullSafe(column, value);
            case LESS -> new LessThan(column, value);
            case LESS_OR_EQUAL -> new LessThanOrEqual(column, value);
            case GREATER -> new GreaterThan(column, value);
            case GREATER_OR_EQUAL -> new GreaterThanOrEqual(column, value);
        };
    }

    static Operator of(Comparison comparison) {
        return switch (comparison) {
            case EqualTo _ -> Operator.EQUAL;
            case EqualNullSafe _ -> Operator.EQUAL_NULL_SAFE;
            case LessThan _ -> Operator.LESS;
            case LessThanOrEqual _ -> Operator.LESS_OR_EQUAL;
            case GreaterThan _ -> Operator.GREATER;
            case GreaterThanOrEqual _ -> Operator.GREATER_OR_EQUAL;
        };
    }

    /** The operator for the two sides exchanged. */
    static Operator mirrored(Operator operator) {
        return switch (operator) {
            case EQUAL, EQUAL_NULL_SAFE -> operator;
            case LESS -> Operator.GREATER;
            case LESS_OR_EQUAL -> Operator.GREATER_OR_EQUAL;
            case GREATER -> Operator.LESS;
            case GREATER_OR_EQUAL -> Operator.LESS_OR_EQUAL;
        };
    }
}
