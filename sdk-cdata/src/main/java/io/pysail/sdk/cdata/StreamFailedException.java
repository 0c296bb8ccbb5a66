package io.pysail.sdk.cdata;

import java.io.Serial;

/**
 * The producer of a stream reported an error.
 *
 * @since 0.1
 */
public final class StreamFailedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int code;

    StreamFailedException(String function, int code, String message) {
        super("the stream's " + function + " failed with code " + code + (message.isEmpty() ? "" : ": " + message));
        this.code = code;
    }

    /**
     * What the function returned.
     *
     * @return a number of the C library's {@code errno.h}, never 0
     */
    public int code() {
        return code;
    }
}
