package io.pysail.sdk.cdata;

/**
 * Builds a column of int64, uint64, date64, time64, timestamp or duration.
 *
 * @since 0.1
 */
public final class LongBuilder extends FixedWidthBuilder {
    LongBuilder(ArrayShape shape) {
        super(shape);
    }

    /**
     * Adds a value.
     *
     * @param value the value; of uint64 its bits
     */
    public void append(long value) {
        NativeMemory.putLong(slot(Long.BYTES), value);
        appended();
    }
}
