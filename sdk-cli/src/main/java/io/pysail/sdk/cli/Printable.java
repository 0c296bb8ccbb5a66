package io.pysail.sdk.cli;

/** Text that somebody else wrote, made safe for a terminal. */
final class Printable {
    private Printable() {}

    /** On one line: every control character is escaped. */
    static String text(String text) {
        return escape(text, false);
    }

    /** On several lines: line feeds and tabs stay. */
    static String lines(String text) {
        return escape(text, true);
    }

    private static String escape(String text, boolean withLines) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (withLines && (c == '\n' || c == '\t')) {
                safe.append((char) c);
            } else if (isObeyed(c)) {
                safe.append(c == '\n' ? "\\n" : c == '\r' ? "\\r" : c == '\t' ? "\\t" : String.format("\\u%04x", c));
            } else {
                safe.appendCodePoint(c);
            }
        });
        return safe.toString();
    }

    /** Control characters, and those that turn the direction of text. */
    private static boolean isObeyed(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT -> (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
            default -> false;
        };
    }
}
