package io.pysail.sdk.examples.engine;

import java.util.Locale;

/**
 * What to make of the values of a column; nulls are left out.
 *
 * @param function what to make of them
 * @param column the column
 */
record Aggregate(Function function, String column) {
    enum Function {
        SUM,
        MIN,
        MAX
    }

    /** As it stands above its column in the result, such as {@code sum(total)}. */
    @Override
    public String toString() {
        return function.name().toLowerCase(Locale.ROOT) + "(" + column + ")";
    }
}
