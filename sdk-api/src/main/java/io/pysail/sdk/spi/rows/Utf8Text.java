package io.pysail.sdk.spi.rows;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Looks at text in an array. */
final class Utf8Text {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private Utf8Text() {}

    /** Where the first byte is that is not ASCII; {@code to} if there is none. */
    static int firstNotAscii(byte[] text, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONG.get(text, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && text[at] >= 0) {
            at++;
        }
        return at;
    }

    /** Where the first byte is that does not begin a code point of UTF-8; {@code to} if there is none. */
    static int firstInvalid(byte[] text, int from, int to) {
        int at = from;
        while (at < to) {
            if (text[at] >= 0) {
                at = firstNotAscii(text, at, to);
                continue;
            }
            int size = codePointSize(text, at, to);
            if (size == 0) {
                return at;
            }
            at += size;
        }
        return to;
    }

    private static int codePointSize(byte[] text, int at, int to) {
        int first = text[at] & 0xFF;
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0 || size > to - at) {
            return 0;
        }
        int second = text[at + 1] & 0xFF;
        // Overlong forms, surrogates, and what is beyond U+10FFFF, show in the second byte.
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((text[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
