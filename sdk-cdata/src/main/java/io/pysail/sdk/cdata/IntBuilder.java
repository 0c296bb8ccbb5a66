package io.pysail.sdk.cdata;

/**
 * Builds a column of int32, uint32, date32, time32 or intervals of months.
 *
 * @since 0.1
 */
public final class IntBuilder extends FixedWidthBuilder {
    IntBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value; of uint32 its bits
     */
    public void append(int value) {
        NativeMemory.putInt(slot(Integer.BYTES), value);
        appended();
    }
}
