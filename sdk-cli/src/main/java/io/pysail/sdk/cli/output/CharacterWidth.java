package io.pysail.sdk.cli.output;

import java.util.Arrays;

/** How many columns of a terminal a character takes, as most terminals have it. */
public final class CharacterWidth {
    /** First and last of the blocks of East Asian characters that are two columns wide. */
    private static final int[] WIDE = {
        0x1100, 0x115F, // Hangul Jamo
        0x2E80, 0x303E, // radicals, punctuation
        0x3041, 0x33FF, // Kana, Bopomofo, enclosed
        0x3400, 0x4DBF, // Han, extension A
        0x4E00, 0x9FFF, // Han
        0xA000, 0xA4CF, // Yi
        0xA960, 0xA97F, // Hangul Jamo, extended
        0xAC00, 0xD7A3, // Hangul syllables
        0xF900, 0xFAFF, // Han, compatibility
        0xFE10, 0xFE19, // vertical forms
        0xFE30, 0xFE6F, // compatibility and small forms
        0xFF01, 0xFF60, // fullwidth forms
        0xFFE0, 0xFFE6, // fullwidth signs
        0x16FE0, 0x18DFF, // Tangut, Khitan
        0x1AFF0, 0x1B2FF, // Kana, supplements
        0x20000, 0x3FFFD // Han, further extensions
    };

    private CharacterWidth() {}

    static int of(int codePoint) {
        if (codePoint < 0x300) {
            return codePoint == 0xAD ? 0 : 1; // a soft hyphen shows only where a line breaks
        }
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> isWide(codePoint) ? 2 : 1;
        };
    }

    /**
     * How many columns a terminal needs for a text.
     *
     * @param text without control characters
     * @return the number
     */
    public static int of(String text) {
        return text.codePoints().map(CharacterWidth::of).sum();
    }

    private static boolean isWide(int codePoint) {
        int found = Arrays.binarySearch(WIDE, codePoint);
        int before = found >= 0 ? found : -found - 1;
        // An odd number of bounds before it: it is behind a first one, and not behind the last one that belongs to it.
        return found >= 0 || (before & 1) == 1 || Character.isEmojiPresentation(codePoint);
    }
}
