package io.pysail.sdk.spi.rows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A copy of bytes that {@code marshal.dumps} made, of which nobody else can change what was checked.
 *
 * <p>An array of Java, so that what lies outside cannot be read whatever the bytes say. It is kept from one use to the
 * next. Not thread-safe.
 */
final class MarshalBytes {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** What every JVM can allocate as one array. */
    private static final int MOST = Integer.MAX_VALUE - 64;

    /** An array that is bigger is not kept. */
    private static final int MOST_KEPT = 16 << 20;

    private byte[] bytes = new byte[0];
    private MemorySegment memory = MemorySegment.ofArray(bytes);
    private int size;

    /** @throws RowDataException if they are more than an array holds */
    void copy(MemorySegment source) {
        long wanted = source.byteSize();
        if (wanted > MOST) {
            throw tooMany(wanted);
        }
        if (wanted > bytes.length) {
            bytes = new byte[Math.max((int) wanted, (int) Math.min(MOST_KEPT, wanted * 2))];
            memory = MemorySegment.ofArray(bytes);
        }
        size = (int) wanted;
        MemorySegment.copy(source, ValueLayout.JAVA_BYTE, 0, bytes, 0, size);
    }

    /** Forgets the bytes. */
    void clear() {
        size = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[0];
            memory = MemorySegment.ofArray(bytes);
        }
    }

    int size() {
        return size;
    }

    /** The array; only what {@link #require} has found is there may be read from it. */
    MemorySegment memory() {
        return memory;
    }

    /** @throws RowDataException if there are not so many bytes from {@code at} on */
    void require(int at, long count) {
        if (count > size - at) {
            throw endsEarly(at, count);
        }
    }

    byte get(int at) {
        require(at, 1);
        return bytes[at];
    }

    int getShort(int at) {
        require(at, Short.BYTES);
        return (short) SHORT.get(bytes, at);
    }

    int getInt(int at) {
        require(at, Integer.BYTES);
        return (int) INT.get(bytes, at);
    }

    double getDouble(int at) {
        require(at, Double.BYTES);
        return Double.longBitsToDouble((long) LONG.get(bytes, at));
    }

    /**
     * A number of bytes, characters or items that follow it.
     *
     * @throws RowDataException if it is negative, or bigger than what is left
     */
    int getCount(int at) {
        int count = getInt(at);
        if (count < 0 || count > size - at - Integer.BYTES) {
            throw wrongCount(at, count);
        }
        return count;
    }

    boolean isAscii(int at, int count) {
        if (count < Long.BYTES) {
            int bits = 0;
            for (int i = at; i < at + count; i++) {
                bits |= bytes[i];
            }
            return bits >= 0;
        }
        int last = at + count - Long.BYTES;
        long bits = (long) LONG.get(bytes, last);
        for (int i = at; i < last; i += Long.BYTES) {
            bits |= (long) LONG.get(bytes, i);
        }
        return (bits & HIGH_BITS) == 0;
    }

    /**
     * Whether text of UTF-8 with surrogates has none of them.
     *
     * @throws RowDataException if it is not even that
     */
    boolean isUtf8(int at, int count) {
        int end = at + count;
        boolean surrogates = false;
        int i = at;
        while (i < end) {
            if (i + Long.BYTES <= end && ((long) LONG.get(bytes, i) & HIGH_BITS) == 0) {
                i += Long.BYTES;
                continue;
            }
            int length = codePointLength(i, end);
            if (length == 0) {
                throw notUtf8(i);
            }
            surrogates |= bytes[i] == (byte) 0xED && bytes[i + 1] >= (byte) 0xA0;
            i += length;
        }
        return !surrogates;
    }

    private int codePointLength(int at, int end) {
        int first = bytes[at] & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int length = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (length == 0 || length > end - at) {
            return 0;
        }
        int second = bytes[at + 1] & 0xFF;
        // Overlong forms, and what is beyond U+10FFFF, show in the second byte.
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((bytes[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    private static RowDataException tooMany(long count) {
        return new RowDataException("rows of " + count + " bytes are too many to decode at once: at most " + MOST);
    }

    private RowDataException endsEarly(int at, long count) {
        return new RowDataException("the rows end after " + size + " bytes, expected " + count + " more at byte " + at);
    }

    private RowDataException wrongCount(int at, int count) {
        return new RowDataException(
                "byte " + at + " of the rows counts " + count + " elements, but the rows end after " + size + " bytes");
    }

    private static RowDataException notUtf8(int at) {
        return new RowDataException("byte " + at + " of the rows is in a text, but not UTF-8");
    }
}
