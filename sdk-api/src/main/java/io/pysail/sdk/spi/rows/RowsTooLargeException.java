package io.pysail.sdk.spi.rows;

/**
 * Rows that were to be encoded at once take more bytes than they may, or than an array holds: encode fewer.
 *
 * @since 0.1
 */
public final class RowsTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RowsTooLargeException(String message) {
        super(message);
    }
}
