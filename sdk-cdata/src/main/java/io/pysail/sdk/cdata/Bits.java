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

    /** Writes the bits from {@code from} on to the beginning of other memory, of which whole bytes are overwritten. */
    static void copy(MemorySegment bits, long from, MemorySegment target, long length) {
        int shift = (int) (from & 7);
        long first = from >> 3;
        long last = (from + length - 1) >> 3;
        for (long i = 0; i < (length + 7) >> 3; i++) {
            int low = bits.get(ValueLayout.JAVA_BYTE, first + i) & 0xFF;
            int high = first + i < last ? bits.get(ValueLayout.JAVA_BYTE, first + i + 1) & 0xFF : 0;
            target.set(ValueLayout.JAVA_BYTE, i, (byte) ((high << 8 | low) >> shift));
        }
    }

    static void set(MemorySegment bits, long index) {
        byte was = bits.get(ValueLayout.JAVA_BYTE, index >> 3);
        bits.set(ValueLayout.JAVA_BYTE, index >> 3, (byte) (was | 1 << (index & 7)));
    }
}
