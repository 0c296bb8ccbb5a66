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
