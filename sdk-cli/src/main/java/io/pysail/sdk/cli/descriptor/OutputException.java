package io.pysail.sdk.cli.descriptor;

import java.io.IOException;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Data cannot be written: the message says where to and why, and is all that a person needs. */
public final class OutputException extends IOException {
    @Serial
    private static final long serialVersionUID = 1L;

    private OutputException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static OutputException cannotWrite(String target, String reason) {
        return new OutputException("cannot write to " + target + ": " + reason, null);
    }

    static OutputException cannotWrite(String target, String reason, IOException cause) {
        return new OutputException("cannot write to " + target + ": " + reason, cause);
    }

    static OutputException cannotClaim(String reason) {
        return new OutputException("standard output cannot be kept for the data: " + reason, null);
    }
}
