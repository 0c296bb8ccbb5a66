package io.pysail.sdk.cdata;

/**
 * Builds a column of floating-point numbers of 16 bits.
 *
 * @since 0.1
 */
public final class HalfBuilder extends FixedWidthBuilder {
    HalfBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value, which is rounded
     */
    public void append(float value) {
        NativeMemory.putShort(slot(Short.BYTES), Float.floatToFloat16(value));
        appended();
    }
}
