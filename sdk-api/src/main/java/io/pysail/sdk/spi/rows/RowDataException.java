package io.pysail.sdk.spi.rows;

/**
 * Bytes that should hold rows do not: they break the rules of {@code marshal}, hold something else than tuples of a value
 * for each column, or would take more memory than they may. The message says what was found, and at which byte.
 *
 * @since 0.1
 */
public final class RowDataException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowDataException(String message) {
        super(message);
    }
}
