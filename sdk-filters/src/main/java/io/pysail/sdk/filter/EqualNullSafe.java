package io.pysail.sdk.filter;

/**
 * The column is equal to the value, or both are null. Never unknown.
 *
 * @param column what is compared
 * @param value what it is compared with
 * @since 0.1
 */
public record EqualNullSafe(Column column, Literal value) implements Comparison {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
