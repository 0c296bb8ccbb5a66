package io.pysail.sdk.filter;

import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Bytes within memory, compared with others. */
final class Bytes {
    static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long MULTIPLIER = 0x9E37_79B9_7F4A_7C15L;

    private Bytes() {}

    /**
     * The text as UTF-8.
     *
     * <p>Half of a surrogate pair, which no UTF-8 has, becomes bytes that no UTF-8 has either: so it is equal to nothing.
     */
    static byte[] of(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        text.codePoints().forEach(point -> {
            if (point < 0x80) {
                bytes.write(point);
            } else if (point < 0x800) {
                bytes.write(0xC0 | (point >> 6));
                bytes.write(0x80 | (point & 0x3F));
            } else if (point < 0x10000) {
                bytes.write(0xE0 | (point >> 12));
                bytes.write(0x80 | ((point >> 6) & 0x3F));
                bytes.write(0x80 | (point & 0x3F));
            } else {
                bytes.write(0xF0 | (point >> 18));
                bytes.write(0x80 | ((point >> 12) & 0x3F));
                bytes.write(0x80 | ((point >> 6) & 0x3F));
                bytes.write(0x80 | (point & 0x3F));
            }
        });
        return bytes.toByteArray();
    }

    static long word(byte[] bytes, int index) {
        return (long) WORDS.get(bytes, index);
    }

    /** Whether these bytes are there; that there are as many was checked. */
    static boolean matches(MemorySegment data, long from, byte[] bytes) {
        return matches(data, from, bytes, 0);
    }

    /** As above, where the first ones need not be looked at. */
    static boolean matches(MemorySegment data, long from, byte[] bytes, int first) {
        int i = first;
        for (; i + Long.BYTES <= bytes.length; i += Long.BYTES) {
            if (data.get(WORD, from + i) != word(bytes, i)) {
                return false;
            }
        }
        for (; i < bytes.length; i++) {
            if (data.get(ValueLayout.JAVA_BYTE, from + i) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Byte by byte, without signs; what is shorter comes first. */
    static int compare(MemorySegment data, long from, long to, byte[] bytes) {
        long common = Math.min(to - from, bytes.length);
        int i = 0;
        for (; i + Long.BYTES <= common; i += Long.BYTES) {
            long left = data.get(WORD, from + i);
            long right = word(bytes, i);
            if (left != right) {
                return Long.compareUnsigned(Long.reverseBytes(left), Long.reverseBytes(right));
            }
        }
        for (; i < common; i++) {
            int left = data.get(ValueLayout.JAVA_BYTE, from + i) & 0xFF;
            int right = bytes[i] & 0xFF;
            if (left != right) {
                return left - right;
            }
        }
        return Long.compare(to - from, bytes.length);
    }

    static int compare(MemorySegment left, MemorySegment right) {
        long at = left.mismatch(right);
        if (at < 0) {
            return 0;
        }
        if (at == Math.min(left.byteSize(), right.byteSize())) {
            return Long.compare(left.byteSize(), right.byteSize());
        }
        return Byte.compareUnsigned(left.get(ValueLayout.JAVA_BYTE, at), right.get(ValueLayout.JAVA_BYTE, at));
    }

    /** Where the bytes are for the first time, from {@code from} on; -1 if they are not there. */
    static long find(MemorySegment data, long from, long to, byte[] bytes) {
        if (bytes.length == 0) {
            return from;
        }
        byte first = bytes[0];
        for (long at = from; at <= to - bytes.length; at++) {
            if (data.get(ValueLayout.JAVA_BYTE, at) == first && matches(data, at, bytes, 1)) {
                return at;
            }
        }
        return -1;
    }

    static int hash(MemorySegment data, long from, long to) {
        long hash = to - from;
        long at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            hash = mixed(hash ^ data.get(WORD, at));
        }
        for (; at < to; at++) {
            hash = mixed(hash ^ data.get(ValueLayout.JAVA_BYTE, at));
        }
        return (int) hash;
    }

    private static long mixed(long hash) {
        long product = hash * MULTIPLIER;
        return product ^ (product >>> 32);
    }
}
