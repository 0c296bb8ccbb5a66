package io.pysail.sdk.cli.output;

/** Text that somebody else wrote, made safe for a terminal. */
public final class Printable {
    private Printable() {}

    /**
     * Text on one line: everything that a terminal would obey is escaped.
     *
     * @param text any text
     * @return the same, if there is nothing to escape
     */
    public static String text(String text) {
        return escape(text, false);
    }

    /**
     * Text on several lines: line feeds and tabs stay.
     *
     * @param text any text
     * @return the same, if there is nothing to escape
     */
    public static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean withLines) {
        if (text.codePoints().noneMatch(Printable::isObeyed)) {
            return text;
        }
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (!isObeyed(c) || (withLines && (c == '\n' || c == '\t'))) {
                safe.appendCodePoint(c);
            } else {
                safe.append(escape(c));
            }
        });
        return safe.toString();
    }

    private static String escape(int codePoint) {
        return switch (codePoint) {
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            default -> String.format("\\u%04x", codePoint);
        };
    }

    /** Control characters, ends of lines, halves of characters, and what turns the direction of text around. */
    private static boolean isObeyed(int codePoint) {
        return Character.isISOControl(codePoint)
                || Character.getType(codePoint) == Character.SURROGATE
                || codePoint == 0x200E
                || codePoint == 0x200F
                || codePoint == 0x061C
                || (codePoint >= 0x2028 && codePoint <= 0x202E)
                || (codePoint >= 0x2066 && codePoint <= 0x2069);
    }
}
