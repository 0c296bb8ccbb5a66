package io.pysail.sdk.spi.rows;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes that CPython's {@code marshal.loads} reads, written one object after the other.
 *
 * <p>No object refers to an earlier one, so all CPythons from 3.4 on read them. {@code marshal.loads} believes what it is
 * told about ASCII and the digits of integers, so nothing may be written here that is not so.
 *
 * <p>Methods that begin with {@code put} need room that was {@linkplain #reserve reserved}; the others make their own.
 * The array is kept from one use to the next. Not thread-safe.
 */
final class MarshalWriter {
    /** What an integer of 64 bits takes at most, and everything else without a length. */
    static final int MOST_OF_NUMBER = 1 + Integer.BYTES + 5 * Short.BYTES;

    /** The longest text whose length is one byte. */
    static final int MOST_SHORT = 255;

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong WORD = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    /** Each digit of an integer has 15 bits. */
    private static final int DIGIT = 15;

    private static final int DIGIT_MASK = (1 << DIGIT) - 1;

    /** What every JVM can allocate as one array, with room for a word that is written whole. */
    static final int MOST = Integer.MAX_VALUE - 64;

    private static final int SLACK = Long.BYTES;
    private static final int LEAST = 8 << 10;

    /** An array that is bigger is not kept. */
    private static final int MOST_KEPT = 16 << 20;

    private byte[] bytes = new byte[LEAST];
    private int most;
    private int end; // what may be written to: the array's length and the most allow it
    private int at;

    /**
     * Forgets what was written.
     *
     * @param bytesToWrite how many bytes may be written from now on, of which an array holds {@link #MOST}
     */
    void start(long bytesToWrite) {
        most = (int) Math.min(bytesToWrite, MOST);
        at = 0;
        if (bytes.length > MOST_KEPT) {
            bytes = new byte[LEAST];
        }
        end = Math.min(most, bytes.length - SLACK);
    }

    /** What was written, until the next start. */
    MemorySegment written() {
        return MemorySegment.ofArray(bytes).asSlice(0, at).asReadOnly();
    }

    /** How many bytes were written. */
    int size() {
        return at;
    }

    /** @throws RowsTooLargeException if there may not be so many more bytes */
    void reserve(long more) {
        if (more > end - at) {
            grow(more);
        }
    }

    private void grow(long more) {
        if (more > most - at) {
            throw tooLarge();
        }
        long doubled = Math.min((long) most + SLACK, 2L * bytes.length);
        bytes = Arrays.copyOf(bytes, (int) Math.max(doubled, at + more + SLACK));
        end = Math.min(most, bytes.length - SLACK);
    }

    /** Writes once more what was written from some byte to another. */
    void again(int from, int to) {
        reserve(to - from);
        System.arraycopy(bytes, from, bytes, at, to - from);
        at += to - from;
    }

    void putNone() {
        bytes[at++] = 'N';
    }

    void putNones(int count) {
        Arrays.fill(bytes, at, at + count, (byte) 'N');
        at += count;
    }

    void putBoolean(boolean value) {
        bytes[at++] = value ? (byte) 'T' : (byte) 'F';
    }

    void putInt(int value) {
        LONG.set(bytes, at, ((long) value << 8) | 'i');
        at += 1 + Integer.BYTES;
    }

    void putLong(long value) {
        if ((int) value == value) {
            putInt((int) value);
        } else {
            putWide(Math.abs(value), value < 0); // of the least value, too: as an unsigned number it is right
        }
    }

    void putUnsigned(long value) {
        if (value >= 0) {
            putLong(value);
        } else {
            putWide(value, false);
        }
    }

    void putDouble(double value) {
        bytes[at] = 'g';
        LONG.set(bytes, at + 1, Double.doubleToRawLongBits(value));
        at += 1 + Double.BYTES;
    }

    /** The digits of a number of more than 31 bits, four of which are written as one word. */
    private void putWide(long magnitude, boolean negative) {
        int count = (Long.SIZE + DIGIT - 1 - Long.numberOfLeadingZeros(magnitude)) / DIGIT;
        bytes[at] = 'l';
        INT.set(bytes, at + 1, negative ? -count : count);
        LONG.set(
                bytes,
                at + 5,
                digit(magnitude, 0)
                        | (digit(magnitude, 1) << 16)
                        | (digit(magnitude, 2) << 32)
                        | (digit(magnitude, 3) << 48));
        SHORT.set(bytes, at + 5 + Long.BYTES, (short) digit(magnitude, 4));
        at += 5 + count * Short.BYTES;
    }

    private static long digit(long magnitude, int index) {
        return (magnitude >>> (index * DIGIT)) & DIGIT_MASK;
    }

    /** Room for an integer of so many words of 64 bits. */
    static int mostOfInteger(int words) {
        return 1 + Integer.BYTES + (words * Long.SIZE + DIGIT - 1) / DIGIT * Short.BYTES;
    }

    /** An integer of more than 64 bits, in words without a sign, the lowest first. */
    void putInteger(long[] magnitude, boolean negative) {
        int last = magnitude.length - 1;
        while (last > 0 && magnitude[last] == 0) {
            last--;
        }
        int bits = last * Long.SIZE + Long.SIZE - Long.numberOfLeadingZeros(magnitude[last]);
        int count = (bits + DIGIT - 1) / DIGIT;
        bytes[at] = 'l';
        INT.set(bytes, at + 1, negative ? -count : count);
        at += 1 + Integer.BYTES;
        for (int bit = 0; bit < bits; bit += DIGIT) {
            int word = bit / Long.SIZE;
            int shift = bit % Long.SIZE;
            long digit = magnitude[word] >>> shift;
            if (shift > Long.SIZE - DIGIT && word < last) {
                digit |= magnitude[word + 1] << (Long.SIZE - shift);
            }
            SHORT.set(bytes, at, (short) (digit & DIGIT_MASK));
            at += Short.BYTES;
        }
    }

    /** Begins a list, whose items follow. */
    void list(long count) {
        if (count > most) {
            throw tooLarge();
        }
        reserve(1 + Integer.BYTES);
        putHeader('[', (int) count);
    }

    /** Begins a tuple, whose items follow. */
    void tuple(int count) {
        reserve(1 + Integer.BYTES);
        if (count > MOST_SHORT) {
            putHeader('(', count);
        } else {
            putShortHeader(')', count);
        }
    }

    /** A {@code bytes}. */
    void bytes(MemorySegment value) {
        long size = value.byteSize();
        reserve(1 + Integer.BYTES + size);
        putHeader('s', (int) size);
        MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, bytes, at, (int) size);
        at += (int) size;
    }

    /**
     * A {@code str}.
     *
     * @throws NotUtf8Exception if it cannot be one
     */
    void text(MemorySegment value) {
        long size = value.byteSize();
        reserve(1 + Integer.BYTES + size);
        int begin = at + 1 + Integer.BYTES;
        int end = begin + (int) size;
        MemorySegment.copy(value, ValueLayout.JAVA_BYTE, 0, bytes, begin, (int) size);
        int notAscii = Utf8Text.firstNotAscii(bytes, begin, end);
        if (notAscii == end && size <= MOST_SHORT) {
            System.arraycopy(bytes, begin, bytes, at + 2, (int) size);
            putShortHeader('z', (int) size);
            at += (int) size;
            return;
        }
        int invalid = Utf8Text.firstInvalid(bytes, notAscii, end);
        if (invalid < end) {
            throw new NotUtf8Exception(invalid - begin);
        }
        putHeader(notAscii == end ? 'a' : 'u', (int) size);
        at = end;
    }

    /**
     * A {@code str}, if its bytes are short and ASCII: copied word by word, which for few bytes is faster than a call.
     *
     * @param begin where the bytes are, of which there is a whole word even behind the last one
     * @param size how many, at most {@link #MOST_SHORT}
     * @return false if it is not ASCII; nothing is written then
     */
    boolean shortAscii(MemorySegment data, long begin, int size) {
        reserve(2 + size);
        int target = at + 2;
        long bits = 0;
        int i = 0;
        for (; i <= size - Long.BYTES; i += Long.BYTES) {
            long word = data.get(WORD, begin + i);
            LONG.set(bytes, target + i, word);
            bits |= word;
        }
        if (i < size) {
            long word = data.get(WORD, begin + i);
            LONG.set(bytes, target + i, word);
            bits |= word << (Long.SIZE - (size - i) * Byte.SIZE); // without what is behind the text
        }
        if ((bits & HIGH_BITS) != 0) {
            return false;
        }
        putShortHeader('z', size);
        at += size;
        return true;
    }

    private void putHeader(char code, int count) {
        bytes[at] = (byte) code;
        INT.set(bytes, at + 1, count);
        at += 1 + Integer.BYTES;
    }

    private void putShortHeader(char code, int count) {
        bytes[at] = (byte) code;
        bytes[at + 1] = (byte) count;
        at += 2;
    }

    private RowsTooLargeException tooLarge() {
        return new RowsTooLargeException(
                "the rows take more than " + most + " bytes as Python reads them: encode fewer at once");
    }
}
