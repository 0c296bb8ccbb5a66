package io.pysail.sdk.filter;

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

    private PredicateException(String message, int position, @Nullable Throwable cause) {
        super(message, cause);
        this.position = position;
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

    /**
     * Where in the text it is wrong.
     *
     * @return the index of a character, or -1 if it is not known
     */
    public int position() {
        return position;
    }
}
