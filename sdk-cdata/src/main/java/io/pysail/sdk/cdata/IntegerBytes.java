package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;

/**
 * Integers of up to 256 bits in memory, the lowest byte first.
 *
 * @param width how many bytes each has
 */
record IntegerBytes(int width, boolean signed) {
    /** Whether 64 bits can hold the number. */
    boolean isLong(MemorySegment numbers, long row) {
        if (width < Long.BYTES) {
            return true;
        }
        long low = numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, row * width);
        if (width == Long.BYTES) {
            return signed || low >= 0;
        }
        for (int more = Long.BYTES; more < width; more += Long.BYTES) {
            if (numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, row * width + more) != low >> 63) {
                return false;
            }
        }
        return true;
    }

    long asLong(MemorySegment numbers, long row) {
        return switch (width) {
            case 1 -> {
                byte number = numbers.get(ValueLayout.JAVA_BYTE, row);
                yield signed ? number : number & 0xFFL;
            }
            case 2 -> {
                short number = numbers.get(ValueLayout.JAVA_SHORT_UNALIGNED, row * 2);
                yield signed ? number : number & 0xFFFFL;
            }
            case 4 -> {
                int number = numbers.get(ValueLayout.JAVA_INT_UNALIGNED, row * 4);
                yield signed ? number : number & 0xFFFF_FFFFL;
            }
            default -> numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, row * width);
        };
    }

    BigInteger asBig(MemorySegment numbers, long row) {
        byte[] bigEndian = new byte[width];
        for (int i = 0; i < width; i++) {
            bigEndian[width - 1 - i] = numbers.get(ValueLayout.JAVA_BYTE, row * width + i);
        }
        return signed ? new BigInteger(bigEndian) : new BigInteger(1, bigEndian);
    }

    /** Writes a number of which {@code width} bytes suffice. */
    static void put(MemorySegment numbers, long row, int width, BigInteger number) {
        byte[] bigEndian = number.toByteArray();
        for (int i = 0; i < width; i++) {
            int from = bigEndian.length - 1 - i;
            byte value = from >= 0 ? bigEndian[from] : (byte) (number.signum() >> 1);
            numbers.set(ValueLayout.JAVA_BYTE, row * width + i, value);
        }
    }
}
