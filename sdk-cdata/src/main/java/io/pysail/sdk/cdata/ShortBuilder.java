package io.pysail.sdk.cdata;

/**
 * Builds a column of int16 or uint16.
 *
 * @since 0.1
 */
public final class ShortBuilder extends FixedWidthBuilder {
    ShortBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value; of uint16 its bits
     */
    public void append(short value) {
        NativeMemory.putShort(slot(Short.BYTES), value);
        appended();
    }
}
