package io.pysail.sdk.filter;

/** What stands on a side of an operator. */
sealed interface Term {
    /** Where it begins. */
    int position();

    record Name(Column column, int position) implements Term {}

    record Value(Literal literal, int position) implements Term {}

    record Truth(Predicate predicate, int position) implements Term {}
}
