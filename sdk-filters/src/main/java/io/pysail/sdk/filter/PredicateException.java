package io.pysail.sdk.filter;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A predicate is wrong: its text, its JSON, a column that is not there, or a value that cannot be compared with it.
 *
 * @since 0.1
 */
public final class PredicateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Where, if that is known; -1 if not. */
    private final int position;

    /** Where that is; null if it is not known. */
    private final @Nullable String text;

    /** The column, as it was written, that it is about. */
    private final transient @Nullable Column column;

    private PredicateException(String message, int position, @Nullable Throwable cause) {
        this(message, position, null, null, cause);
    }

    private PredicateException(
            String message, int position, @Nullable String text, @Nullable Column column, @Nullable Throwable cause) {
        super(message, cause);
        this.position = position;
        this.text = text;
        this.column = column;
    }

    static PredicateException of(String message) {
        return new PredicateException(message, -1, null);
    }

    static PredicateException of(String message, Throwable cause) {
        return new PredicateException(message, -1, cause);
    }

    static PredicateException at(int position, String message) {
        return new PredicateException(message, position, null);
    }

    static PredicateException at(int position, String message, Throwable cause) {
        return new PredicateException(message, position, cause);
    }

    /** The same, about a column as it was written, unless it is about one already. */
    PredicateException about(Column written) {
        return column != null ? this : new PredicateException(message(), position, text, written, getCause());
    }

    /** The same, in a text. */
    PredicateException in(String whole, int where) {
        return new PredicateException(message(), where, whole, column, getCause());
    }

    private String message() {
        return String.valueOf(getMessage());
    }

    Optional<Column> column() {
        return Optional.ofNullable(column);
    }

    /**
     * The text that was read.
     *
     * @return the predicate or the JSON, if it came from a text
     */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    /**
     * Where in the text or JSON it is wrong.
     *
     * @return the index of a character, or the length of the text if its end is wrong; -1 if it is not known, or not the
     *     text is wrong, but what it says about columns
     */
    public int position() {
        return position;
    }
}
