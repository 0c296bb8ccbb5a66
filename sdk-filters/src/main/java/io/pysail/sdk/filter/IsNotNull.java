package io.pysail.sdk.filter;

/**
 * The column is not null. Never unknown.
 *
 * @param column which column
 * @since 0.1
 */
public record IsNotNull(Column column) implements Filter {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
