package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Bitmaps, least significant bit first. */
final class Bits {
    private Bits() {}

    static boolean get(MemorySegment bits, long index) {
        return (bits.get(ValueLayout.JAVA_BYTE, index >> 3) >> (index & 7) & 1) != 0;
    }

    /** How many of the bits from {@code from} on are set. */
    static long count(MemorySegment bits, long from, long length) {
        long count = 0;
        long index = from;
        long end = from + length;
        while (index < end && (index & 7) != 0) {
            count += get(bits, index++) ? 1 : 0;
        }
        for (; index + Long.SIZE <= end; index += Long.SIZE) {
            count += Long.bitCount(bits.get(ValueLayout.JAVA_LONG_UNALIGNED, index >> 3));
        }
        while (index < end) {
            count += get(bits, index++) ? 1 : 0;
        }
        return count;
    }
}
