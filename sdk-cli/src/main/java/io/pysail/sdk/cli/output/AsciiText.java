package io.pysail.sdk.cli.output;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A line of ASCII that is written over and over again, so that a number needs no string of its own. */
final class AsciiText {
    private static final int LONGEST_NUMBER = 20;

    private byte[] bytes = new byte[128];
    private int length;

    AsciiText clear() {
        length = 0;
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    AsciiText put(char character) {
        reserve(1);
        bytes[length++] = (byte) character;
        return this;
    }

    @SuppressWarnings("deprecation") // of ASCII the lower bytes are all there is
    AsciiText put(String ascii) {
        reserve(ascii.length());
        ascii.getBytes(0, ascii.length(), bytes, length);
        length += ascii.length();
        return this;
    }

    AsciiText integer(long value) {
        if (value >= 0) {
            return digits(value, 1);
        }
        return value == Long.MIN_VALUE ? put(Long.toString(value)) : put('-').digits(-value, 1);
    }

    AsciiText unsigned(long value) {
        return value >= 0 ? digits(value, 1) : put(Long.toUnsignedString(value));
    }

    /** A number that is not negative, with zeros in front of it if it is shorter than {@code least}. */
    AsciiText digits(long value, int least) {
        int size = least;
        for (long rest = power(least); size < LONGEST_NUMBER - 1 && value >= rest; rest *= 10) {
            size++;
        }
        reserve(size);
        long rest = value;
        for (int at = length + size - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += size;
        return this;
    }

    AsciiText zeros(int count) {
        reserve(count);
        Arrays.fill(bytes, length, length + count, (byte) '0');
        length += count;
        return this;
    }

    /** Takes zeros away from the end. */
    void dropTrailingZeros() {
        while (length > 0 && bytes[length - 1] == '0') {
            length--;
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    private static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power *= 10;
        }
        return power;
    }

    private void reserve(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
        }
    }
}
