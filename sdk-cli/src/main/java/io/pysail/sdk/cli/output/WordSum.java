package io.pysail.sdk.cli.output;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Adds up memory in words of 64 bits: fast enough that memory is what takes the time. */
final class WordSum {
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt HALF = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort QUARTER =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long BYTES = 0x00FF_00FF_00FF_00FFL;
    private static final long SHORTS = 0x0000_FFFF_0000_FFFFL;
    private static final long INTS = 0x0000_0000_FFFF_FFFFL;

    private WordSum() {}

    /**
     * Of numbers that follow each other, each with zeros above it; or, if they are wider than a word, of their words.
     *
     * @param length how many numbers the memory holds
     */
    static long ofNumbers(MemorySegment values, long length, long from, long to) {
        if (length == 0) {
            return 0;
        }
        long width = values.byteSize() / length;
        MemorySegment range = values.asSlice(from * width, (to - from) * width);
        return switch ((int) width) {
            case Byte.BYTES -> bytes(range);
            case Short.BYTES -> shorts(range);
            case Integer.BYTES -> ints(range);
            default -> words(range, range.byteSize());
        };
    }

    /** Of bytes, the last of which are a word with zeros above. */
    static long ofBytes(MemorySegment bytes) {
        long size = bytes.byteSize();
        long rest = size & 7;
        return rest == 0 ? words(bytes, size) : words(bytes, size - rest) + tail(bytes, size, rest);
    }

    private static long tail(MemorySegment bytes, long size, long rest) {
        if (size >= Long.BYTES) {
            return bytes.get(WORD, size - Long.BYTES) >>> (Long.SIZE - Byte.SIZE * rest);
        }
        long word = 0;
        long at = 0;
        if ((rest & 4) != 0) {
            word = bytes.get(HALF, 0) & INTS;
            at = 4;
        }
        if ((rest & 2) != 0) {
            word |= (bytes.get(QUARTER, at) & 0xFFFFL) << (Byte.SIZE * at);
            at += 2;
        }
        if ((rest & 1) != 0) {
            word |= (bytes.get(ValueLayout.JAVA_BYTE, at) & 0xFFL) << (Byte.SIZE * at);
        }
        return word;
    }

    // Four sums at a time: one alone would wait for itself.
    private static long words(MemorySegment memory, long size) {
        long a = 0;
        long b = 0;
        long c = 0;
        long d = 0;
        long at = 0;
        for (; at + 32 <= size; at += 32) {
            a += memory.get(WORD, at);
            b += memory.get(WORD, at + 8);
            c += memory.get(WORD, at + 16);
            d += memory.get(WORD, at + 24);
        }
        for (; at < size; at += Long.BYTES) {
            a += memory.get(WORD, at);
        }
        return a + b + c + d;
    }

    private static long ints(MemorySegment memory) {
        long size = memory.byteSize();
        long low = 0;
        long high = 0;
        long at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            long word = memory.get(WORD, at);
            low += word & INTS;
            high += word >>> 32;
        }
        return at < size ? low + high + (memory.get(HALF, at) & INTS) : low + high;
    }

    private static long shorts(MemorySegment memory) {
        long size = memory.byteSize();
        long sum = 0;
        long at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            long word = memory.get(WORD, at);
            long pairs = (word & SHORTS) + ((word >>> 16) & SHORTS);
            sum += (pairs & INTS) + (pairs >>> 32);
        }
        for (; at < size; at += Short.BYTES) {
            sum += memory.get(QUARTER, at) & 0xFFFFL;
        }
        return sum;
    }

    private static long bytes(MemorySegment memory) {
        long size = memory.byteSize();
        long sum = 0;
        long at = 0;
        for (; at + Long.BYTES <= size; at += Long.BYTES) {
            long word = memory.get(WORD, at);
            long pairs = (word & BYTES) + ((word >>> 8) & BYTES);
            // Multiplied so, the upper quarter is the sum of all four.
            sum += (pairs * 0x0001_0001_0001_0001L) >>> 48;
        }
        for (; at < size; at++) {
            sum += memory.get(ValueLayout.JAVA_BYTE, at) & 0xFFL;
        }
        return sum;
    }
}
