package io.pysail.sdk.filter;

/**
 * True where the child is false, false where it is true, unknown where it is unknown.
 *
 * @param child what is negated
 * @since 0.1
 */
public record Not(Predicate child) implements Filter {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
