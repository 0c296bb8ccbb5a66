package io.pysail.sdk.subprocess;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The other process sent what the protocol does not allow: nothing that it sends is to be trusted any more. */
final class ProtocolException extends IOException {
    private static final long serialVersionUID = 1L;

    ProtocolException(String message) {
        super(message);
    }

    ProtocolException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
