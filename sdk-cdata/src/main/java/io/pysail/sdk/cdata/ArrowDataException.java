package io.pysail.sdk.cdata;

import java.io.Serial;

/**
 * Arrow data breaks the rules of its format: the message names the column and what was found.
 *
 * @since 0.1
 */
public final class ArrowDataException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1L;

    ArrowDataException(String message) {
        super(message);
    }
}
