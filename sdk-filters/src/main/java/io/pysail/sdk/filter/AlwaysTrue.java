package io.pysail.sdk.filter;

/**
 * True for every row.
 *
 * @since 0.1
 */
public record AlwaysTrue() implements Filter {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
