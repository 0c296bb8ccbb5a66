package io.pysail.sdk.filter;

/**
 * The column does not come before the value.
 *
 * @param column what is compared
 * @param value what it is compared with
 * @since 0.1
 */
public record GreaterThanOrEqual(Column column, Literal value) implements Comparison {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
