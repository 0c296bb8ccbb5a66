package io.pysail.sdk.cli.input;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Text in UTF-8, which is never mended. */
final class Utf8 {
    private Utf8() {}

    static String text(byte[] bytes, int from, int length) throws MisfitException {
        return isAscii(bytes, from, length)
                ? new String(bytes, from, length, ISO_8859_1)
                : decoded(bytes, from, length);
    }

    static void require(byte[] bytes, int from, int length) throws MisfitException {
        if (!isAscii(bytes, from, length)) {
            decoded(bytes, from, length);
        }
    }

    static boolean hasLoneSurrogate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (Character.isHighSurrogate(each)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(each)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isAscii(byte[] bytes, int from, int length) {
        int all = 0;
        for (int i = from; i < from + length; i++) {
            all |= bytes[i];
        }
        return all >= 0;
    }

    private static String decoded(byte[] bytes, int from, int length) throws MisfitException {
        try {
            // A decoder of one's own reports what is wrong, where String puts something else in its place.
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, length))
                    .toString();
        } catch (CharacterCodingException e) {
            throw MisfitException.notUtf8();
        }
    }
}
