package io.pysail.sdk;

import org.jspecify.annotations.Nullable;

/**
 * Python, the JVM or the machine is not as it must be: an interpreter is missing, too old, of the wrong architecture.
 *
 * @since 0.1
 */
public final class EnvironmentException extends SailException {
    private static final long serialVersionUID = 1L;

    private final String reason;
    private final String remedy;

    private EnvironmentException(String reason, String remedy, @Nullable Throwable cause) {
        super(reason + ": " + remedy, cause);
        this.reason = reason;
        this.remedy = remedy;
    }

    /**
     * An error with what is wrong and what to do about it.
     *
     * @param reason what is wrong, on what
     * @param remedy what to do about it, as a sentence without a full stop
     * @return the error, to be thrown
     */
    public static EnvironmentException of(String reason, String remedy) {
        return new EnvironmentException(reason, remedy, null);
    }

    /**
     * An error that another one caused.
     *
     * @param reason what is wrong, on what
     * @param remedy what to do about it, as a sentence without a full stop
     * @param cause what happened underneath
     * @return the error, to be thrown
     */
    public static EnvironmentException of(String reason, String remedy, @Nullable Throwable cause) {
        return new EnvironmentException(reason, remedy, cause);
    }

    /**
     * What is wrong, on what.
     *
     * @return the reason
     */
    public String reason() {
        return reason;
    }

    /**
     * What to do about it.
     *
     * @return the remedy
     */
    public String remedy() {
        return remedy;
    }

    @Override
    public Responsibility responsibility() {
        return Responsibility.ENVIRONMENT;
    }
}
