package io.pysail.sdk;

import org.jspecify.annotations.Nullable;

/** Stands for an exception of another class whose texts tell a secret: the same without it. */
final class HiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HiddenException(String message, @Nullable Throwable cause, Throwable original) {
        super(message, cause);
        setStackTrace(original.getStackTrace());
    }
}
