package io.pysail.sdk;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The caller asked for something that cannot be: an unknown name, a wrong option.
 *
 * @since 0.1
 */
public final class UsageException extends SailException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String condition;

    private UsageException(@Nullable String condition, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.condition = condition;
    }

    /**
     * An error with its message.
     *
     * @param message what failed, on what, and what to do
     * @return the error, to be thrown
     */
    public static UsageException of(String message) {
        return new UsageException(null, message, null);
    }

    /**
     * An error that another one caused.
     *
     * @param message what failed, on what, and what to do
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static UsageException of(String message, @Nullable Throwable cause) {
        return new UsageException(null, message, cause);
    }

    /**
     * An error that PySpark has a name for.
     *
     * @param condition the name, such as {@code DATA_SOURCE_NOT_FOUND}
     * @param message what failed, on what, and what to do
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static UsageException of(@Nullable String condition, String message, @Nullable Throwable cause) {
        return new UsageException(condition, message, cause);
    }

    @Override
    public Optional<String> condition() {
        return Optional.ofNullable(condition);
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.USER;
    }
}
