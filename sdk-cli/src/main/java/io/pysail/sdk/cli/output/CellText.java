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
        String escaped = Printable.text(raw);
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
}
