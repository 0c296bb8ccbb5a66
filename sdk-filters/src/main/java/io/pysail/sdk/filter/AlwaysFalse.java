package io.pysail.sdk.filter;

/**
 * False for every row.
 *
 * @since 0.1
 */
public record AlwaysFalse() implements Filter {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
