package io.pysail.sdk;

import org.jspecify.annotations.Nullable;

/**
 * The SDK failed: a defect worth reporting, with the message and the stack trace.
 *
 * @since 0.1
 */
public final class InternalException extends SailException {
    private static final long serialVersionUID = 1L;

    private InternalException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * An error with its message.
     *
     * @param message what failed, on what, and what to do
     * @return the error, to be thrown
     */
    public static InternalException of(String message) {
        return new InternalException(message, null);
    }

    /**
     * An error that another one caused.
     *
     * @param message what failed, on what, and what to do
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static InternalException of(String message, @Nullable Throwable cause) {
        return new InternalException(message, cause);
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.SDK;
    }
}
