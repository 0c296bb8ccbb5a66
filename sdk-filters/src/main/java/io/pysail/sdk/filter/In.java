package io.pysail.sdk.filter;

import java.util.List;

/**
 * The column is equal to one of some values. Unknown if it is equal to none of them and one is null; false if there are
 * none.
 *
 * @param column what is compared
 * @param values what it is compared with
 * @since 0.1
 */
public record In(Column column, List<Literal> values) implements Filter {
    /** Copies the values. */
    public In {
        values = List.copyOf(values);
    }

    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
