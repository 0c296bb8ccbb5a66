package io.pysail.sdk.cli.output;

/**
 * Text of a cell: on one line, with nothing in it that a terminal would obey, and not wider than it may be.
 *
 * @param text what to print
 * @param width how many columns it takes
 */
record CellText(String text, int width) {
    private static final String CUT = "…";

    /**
     * Makes a cell.
     *
     * @param raw any text
     * @param more whether {@code raw} is only the beginning of it
     * @param most how wide it may be, at least 1
     */
    static CellText of(String raw, boolean more, int most) {
        String escaped = escape(raw);
        int width = CharacterWidth.of(escaped);
        return more || width > most ? cut(escaped, most) : new CellText(escaped, width);
    }

    /** The same, if it is narrow enough; else its beginning. */
    CellText within(int most) {
        return width <= most ? this : cut(text, most);
    }

    private static CellText cut(String text, int most) {
        int end = 0;
        int width = 0;
        while (end < text.length()) {
            int next = text.codePointAt(end);
            if (width + CharacterWidth.of(next) > most - 1) {
                break;
            }
            width += CharacterWidth.of(next);
            end += Character.charCount(next);
        }
        return new CellText(text.substring(0, end) + CUT, width + 1);
    }

    private static String escape(String raw) {
        if (raw.codePoints().noneMatch(CellText::isObeyed)) {
            return raw;
        }
        StringBuilder escaped = new StringBuilder();
        raw.codePoints().forEach(each -> {
            if (isObeyed(each)) {
                escaped.append(escape(each));
            } else {
                escaped.appendCodePoint(each);
            }
        });
        return escaped.toString();
    }

    /** Control characters, ends of lines, and what turns the direction of the text behind it around. */
    private static boolean isObeyed(int codePoint) {
        return Character.isISOControl(codePoint)
                || codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint == 0x061C
                || (codePoint >= 0x2028 && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", codePoint);
        };
    }
}
