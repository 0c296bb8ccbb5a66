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

    /**
     * For those who look at values themselves.
     *
     * @param message the column, the row and what was found
     */
    public ArrowDataException(String message) {
        super(message);
    }
}
