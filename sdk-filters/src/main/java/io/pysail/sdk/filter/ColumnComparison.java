package io.pysail.sdk.filter;

/**
 * A column compared with another column of the same row; never pushed.
 *
 * @param left one column
 * @param operator how they are compared
 * @param right the other one
 * @since 0.1
 */
public record ColumnComparison(Column left, Operator operator, Column right) implements Predicate {
    /**
     * How two values compare; unknown if one is null, but for {@link #EQUAL_NULL_SAFE}.
     *
     * @since 0.1
     */
    public enum Operator {
        /** Equal. */
        EQUAL("="),
        /** Equal, or both null; never unknown. */
        EQUAL_NULL_SAFE("<=>"),
        /** Before. */
        LESS("<"),
        /** Not after. */
        LESS_OR_EQUAL("<="),
        /** After. */
        GREATER(">"),
        /** Not before. */
        GREATER_OR_EQUAL(">=");

        private final String sql;

        Operator(String sql) {
            this.sql = sql;
        }

        /**
         * As it is written in SQL.
         *
         * @return the operator
         */
        public String sql() {
            return sql;
        }

        /**
         * Whether it holds for two values.
         *
         * @param order negative, zero or positive, as the left value is less than, equal to or greater than the right one
         */
        boolean holds(int order) {
            return switch (this) {
                case EQUAL, EQUAL_NULL_SAFE -> order == 0;
                case LESS -> order < 0;
                case LESS_OR_EQUAL -> order <= 0;
                case GREATER -> order > 0;
                case GREATER_OR_EQUAL -> order >= 0;
            };
        }
    }

    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
