package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Checks text. */
final class Utf8 {
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;
    private static final int WORDS_AT_ONCE = 8;

    private Utf8() {}

    /** Where the first byte is that does not begin a code point of UTF-8; -1 if there is none. */
    static long firstInvalid(MemorySegment text, long from, long to) {
        long at = from;
        while (at < to) {
            if (at + Long.BYTES <= to && (text.get(ValueLayout.JAVA_LONG_UNALIGNED, at) & HIGH_BITS) == 0) {
                at += Long.BYTES;
                continue;
            }
            int size = codePointSize(text, at, to);
            if (size == 0) {
                return at;
            }
            at += size;
        }
        return -1;
    }

    /** Whether no byte is beyond ASCII. */
    static boolean isAscii(MemorySegment text, long from, long to) {
        long at = from;
        for (; at + WORDS_AT_ONCE * Long.BYTES <= to; at += WORDS_AT_ONCE * Long.BYTES) {
            long bits = 0;
            for (long word = 0; word < WORDS_AT_ONCE; word++) {
                bits |= text.get(ValueLayout.JAVA_LONG_UNALIGNED, at + word * Long.BYTES);
            }
            if ((bits & HIGH_BITS) != 0) {
                return false;
            }
        }
        byte bits = 0;
        for (; at < to; at++) {
            bits |= text.get(ValueLayout.JAVA_BYTE, at);
        }
        return bits >= 0;
    }

    private static int codePointSize(MemorySegment text, long at, long to) {
        int first = text.get(ValueLayout.JAVA_BYTE, at) & 0xFF;
        if (first < 0x80) {
            return 1;
        }
        int size = first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 0;
        if (size == 0 || at + size > to) {
            return 0;
        }
        int second = text.get(ValueLayout.JAVA_BYTE, at + 1) & 0xFF;
        // Overlong forms, surrogates, and what is beyond U+10FFFF, show in the second byte.
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((text.get(ValueLayout.JAVA_BYTE, at + i) & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }
}
