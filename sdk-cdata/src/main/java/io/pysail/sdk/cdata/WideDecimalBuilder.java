package io.pysail.sdk.cdata;

/**
 * Builds a column of decimal256.
 *
 * @since 0.1
 */
public final class WideDecimalBuilder extends FixedWidthBuilder {
    WideDecimalBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value, unscaled, of which the caller knows that it has no more digits than the column: the four words of its
     * two's complement.
     *
     * @param word0 the lowest 64 bits
     * @param word1 the next
     * @param word2 the next
     * @param word3 the highest, with the sign
     */
    public void append(long word0, long word1, long word2, long word3) {
        long at = slot(4 * Long.BYTES);
        NativeMemory.putLong(at, word0);
        NativeMemory.putLong(at + Long.BYTES, word1);
        NativeMemory.putLong(at + 2 * Long.BYTES, word2);
        NativeMemory.putLong(at + 3 * Long.BYTES, word3);
        appended();
    }
}
