package io.pysail.sdk.subprocess;

import org.jspecify.annotations.Nullable;

/** A worker process, or its supervisor, did not start; what was made of it is gone. */
final class StartException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is known of trying again. */
    enum Retry {
        /** It may work next time. */
        SOON,
        /** It would fail again, or has taken so long that whoever waits is told first. */
        NOT_NOW
    }

    private final String lastOutput;
    private final Retry retry;

    StartException(String message, String lastOutput, Retry retry, @Nullable Throwable cause) {
        super(message, cause);
        this.lastOutput = lastOutput;
        this.retry = retry;
    }

    /** The last of the standard error. */
    String lastOutput() {
        return lastOutput;
    }

    Retry retry() {
        return retry;
    }
}
