package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How numbers of up to 64 bits are stored. They are read and written some at a time, by loops that do nothing else, so
 * that there need not be one for each pair of types.
 */
enum NumberFormat {
    INT8,
    UINT8,
    INT16,
    UINT16,
    INT32,
    UINT32,
    /** Also uint64, all bits of a double, and whatever else has 64 bits. */
    INT64,
    /** Twice 32 bits, which are read as their sum in milliseconds: a day of Spark's interval has 24 hours. */
    DAYS_AND_MILLIS;

    private static final long MILLIS_PER_DAY = 86_400_000;

    static NumberFormat of(int width, boolean signed) {
        return switch (width) {
            case 1 -> signed ? INT8 : UINT8;
            case 2 -> signed ? INT16 : UINT16;
            case 4 -> signed ? INT32 : UINT32;
            default -> INT64;
        };
    }

    /** Fills the first elements of {@code numbers} with those from {@code first} on. */
    void read(MemorySegment source, long first, long[] numbers, int count) {
        switch (this) {
            case INT8 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_BYTE, first + i);
                }
            }
            case UINT8 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_BYTE, first + i) & 0xFFL;
                }
            }
            case INT16 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_SHORT_UNALIGNED, (first + i) * 2);
                }
            }
            case UINT16 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_SHORT_UNALIGNED, (first + i) * 2) & 0xFFFFL;
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_INT_UNALIGNED, (first + i) * 4);
                }
            }
            case UINT32 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_INT_UNALIGNED, (first + i) * 4) & 0xFFFF_FFFFL;
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    numbers[i] = source.get(ValueLayout.JAVA_LONG_UNALIGNED, (first + i) * 8);
                }
            }
            case DAYS_AND_MILLIS -> {
                for (int i = 0; i < count; i++) {
                    long days = source.get(ValueLayout.JAVA_INT_UNALIGNED, (first + i) * 8);
                    numbers[i] =
                            days * MILLIS_PER_DAY + source.get(ValueLayout.JAVA_INT_UNALIGNED, (first + i) * 8 + 4);
                }
            }
        }
    }

    /** Writes the lower bits of the first elements of {@code numbers} to where number {@code first} is. */
    void write(MemorySegment target, long first, long[] numbers, int count) {
        switch (this) {
            case INT8, UINT8 -> {
                for (int i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_BYTE, first + i, (byte) numbers[i]);
                }
            }
            case INT16, UINT16 -> {
                for (int i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_SHORT_UNALIGNED, (first + i) * 2, (short) numbers[i]);
                }
            }
            case INT32, UINT32 -> {
                for (int i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_INT_UNALIGNED, (first + i) * 4, (int) numbers[i]);
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    target.set(ValueLayout.JAVA_LONG_UNALIGNED, (first + i) * 8, numbers[i]);
                }
            }
            case DAYS_AND_MILLIS -> throw new AssertionError("is only read");
        }
    }
}
