package io.pysail.sdk.filter;

/**
 * A text column compared with a pattern; never pushed as it is.
 *
 * <p>In the pattern {@code %} stands for any characters, also none, {@code _} for one code point, and what follows the
 * escape character for itself.
 *
 * @param column a column of text
 * @param pattern what all of the text has to look like
 * @param escape the escape character
 * @param ignoreCase whether upper and lower case letters are alike, as in {@code ILIKE}
 * @since 0.1
 */
public record Like(Column column, String pattern, char escape, boolean ignoreCase) implements Predicate {
    /** What escapes where nothing else was said. */
    public static final char DEFAULT_ESCAPE = '\\';

    /** Refuses a pattern whose escape character stands before neither {@code %}, {@code _} nor itself. */
    public Like {
        LikePattern.check(pattern, escape);
    }

    @Override
    public String toString() {
        return SqlText.of(this);
    }
}
