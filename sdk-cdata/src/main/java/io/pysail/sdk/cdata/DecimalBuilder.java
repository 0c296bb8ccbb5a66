package io.pysail.sdk.cdata;

/**
 * Builds a column of decimal128.
 *
 * @since 0.1
 */
public final class DecimalBuilder extends FixedWidthBuilder {
    DecimalBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value, unscaled: the caller knows that it has no more digits than the column.
     *
     * @param low its lower 64 bits
     * @param high its upper 64 bits; of a number that fits into {@code low} the sign, {@code low >> 63}
     */
    public void append(long low, long high) {
        long at = slot(2 * Long.BYTES);
        NativeMemory.putLong(at, low);
        NativeMemory.putLong(at + Long.BYTES, high);
        appended();
    }
}
