package io.pysail.sdk.filter;

/**
 * The value is in the text.
 *
 * @param column a column of text
 * @param value what is looked for
 * @since 0.1
 */
public record StringContains(Column column, String value) implements StringMatch {
    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
