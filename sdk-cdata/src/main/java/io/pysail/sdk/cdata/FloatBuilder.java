package io.pysail.sdk.cdata;

/**
 * Builds a column of float.
 *
 * @since 0.1
 */
public final class FloatBuilder extends FixedWidthBuilder {
    FloatBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value
     */
    public void append(float value) {
        NativeMemory.putInt(slot(Float.BYTES), Float.floatToRawIntBits(value));
        appended();
    }
}
