package io.pysail.sdk.spi.rows;

/** Text that is not UTF-8, on its way to whoever knows the row. */
final class NotUtf8Exception extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param at the byte of the text that begins no code point */
    NotUtf8Exception(int at) {
        super("text is not UTF-8 at its byte " + at, null, false, false);
    }
}
