package io.pysail.sdk.cdata;

/**
 * Builds a column of int8 or uint8.
 *
 * @since 0.1
 */
public final class ByteBuilder extends FixedWidthBuilder {
    ByteBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value; of uint8 its bits
     */
    public void append(byte value) {
        NativeMemory.putByte(slot(Byte.BYTES), value);
        appended();
    }
}
