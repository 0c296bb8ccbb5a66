package io.pysail.sdk.spi.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MarshalBytesTest {
    private final MarshalBytes bytes = new MarshalBytes();

    /** Bytes at the edges of what may follow each other. */
    @Test
    void textIsUtf8WhereJavaDecodesItAndMayHaveSurrogatesElse() {
        int[] firsts = {
            0x41, 0x7F, 0x80, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4,
            0xF5, 0xFF
        };
        int[] others = {0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
        for (int first : firsts) {
            for (int second : others) {
                for (int third : others) {
                    for (int fourth : others) {
                        check((byte) first, (byte) second, (byte) third, (byte) fourth);
                    }
                }
            }
        }
    }

    private void check(byte... text) {
        for (int size = 1; size <= text.length; size++) {
            byte[] part = Arrays.copyOf(text, size);
            // Beyond what is looked at lies what would complete a code point.
            bytes.copy(MemorySegment.ofArray(new byte[] {part[0], -1, -1, -1, -128, -128, -128, -128, -128}));
            bytes.copy(MemorySegment.ofArray(part));
            String found;
            try {
                found = bytes.isUtf8(0, size) ? "UTF-8" : "surrogates";
            } catch (RowDataException e) {
                found = "malformed";
            }
            if (!found.equals(expected(part))) {
                assertThat(found).as(Arrays.toString(part)).isEqualTo(expected(part));
            }
        }
    }

    /** Java's decoder knows no surrogates; so each is made U+1000 before it looks once more. */
    private static String expected(byte[] text) {
        if (decodes(text)) {
            return "UTF-8";
        }
        byte[] without = text.clone();
        for (int i = 0; i + 2 < without.length; i++) {
            if (without[i] == (byte) 0xED && (without[i + 1] & 0xE0) == 0xA0 && (without[i + 2] & 0xC0) == 0x80) {
                without[i] = (byte) 0xE1;
                without[i + 1] = (byte) 0x80;
            }
        }
        return decodes(without) ? "surrogates" : "malformed";
    }

    private static boolean decodes(byte[] text) {
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    @Test
    void aByteThatIsNoAsciiIsFoundWhereverItIs() {
        for (int size = 0; size < 40; size++) {
            byte[] text = new byte[size + 2];
            text[0] = -1;
            text[size + 1] = -1;
            bytes.copy(MemorySegment.ofArray(text));
            assertThat(bytes.isAscii(1, size)).isTrue();
            for (int at = 1; at <= size; at++) {
                byte[] other = text.clone();
                other[at] = (byte) 0x80;
                bytes.copy(MemorySegment.ofArray(other));
                assertThat(bytes.isAscii(1, size)).isFalse();
            }
        }
    }
}
