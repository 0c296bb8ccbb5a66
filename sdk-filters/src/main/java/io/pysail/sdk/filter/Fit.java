package io.pysail.sdk.filter;

/** Where a literal lies among the values that a column can hold. */
sealed interface Fit {
    /**
     * It is one of them.
     *
     * @param value the literal, of the column's kind
     */
    record Exact(Literal value) implements Fit {}

    /**
     * It lies between two of them.
     *
     * @param floor the greatest that is less
     */
    record After(Literal floor) implements Fit {}

    /** It is less than all of them. */
    record Below() implements Fit {}

    /** It is greater than all of them. */
    record Above() implements Fit {}

    /** It cannot be compared with them. */
    record Incomparable() implements Fit {}
}
