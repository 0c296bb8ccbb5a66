package io.pysail.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The caller asked for something that cannot be: an unknown name, a wrong option.
 *
 * @since 0.1
 */
public final class UsageException extends SailException {
    private static final long serialVersionUID = 1L;

    private UsageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * An error with its message.
     *
     * @param message what failed, on what, and what to do
     * @return the error, to be thrown
     */
    public static UsageException of(String message) {
        return new UsageException(message, null);
    }

    /**
     * An error that another one caused.
     *
     * @param message what failed, on what, and what to do
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static UsageException of(String message, Throwable cause) {
        return new UsageException(message, cause);
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.USER;
    }
}
