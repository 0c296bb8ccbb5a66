package io.pysail.sdk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The root of everything that the SDK throws on purpose, classed by who can act on it.
 *
 * <p>Wrong arguments in Java code are the usual {@link IllegalArgumentException}, {@link IllegalStateException} and
 * {@link NullPointerException}.
 *
 * @since 0.1
 */
public abstract sealed class SailException extends RuntimeException
        permits PythonException, DataSourceException, EnvironmentException, UsageException, InternalException {

    private static final long serialVersionUID = 1L;

    SailException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Takes over where another error, of which this one is a copy, was thrown and what was suppressed for it. */
    final void copyPlace(SailException original) {
        setStackTrace(original.getStackTrace());
        for (Throwable suppressed : original.getSuppressed()) {
            addSuppressed(suppressed);
        }
    }

    /**
     * Who can act on this error.
     *
     * @return the one responsible
     */
    public abstract Responsibility responsibility();

    /**
     * PySpark's name for what went wrong, such as {@code DATA_SOURCE_NOT_FOUND}.
     *
     * @return the condition, where PySpark has one
     */
    public Optional<String> condition() {
        return Optional.empty();
    }
}
