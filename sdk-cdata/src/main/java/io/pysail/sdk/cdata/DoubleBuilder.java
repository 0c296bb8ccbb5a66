package io.pysail.sdk.cdata;

/**
 * Builds a column of double.
 *
 * @since 0.1
 */
public final class DoubleBuilder extends FixedWidthBuilder {
    DoubleBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(double value) {
        NativeMemory.putLong(slot(Double.BYTES), Double.doubleToRawLongBits(value));
        appended();
    }
}
