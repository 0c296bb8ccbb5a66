package io.pysail.sdk.filter;

/**
 * The text ends with the value.
 *
 * @param column a column of text
 * @param value what is looked for
 * @since 0.1
 */
public record StringEndsWith(Column column, String value) implements StringMatch {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
