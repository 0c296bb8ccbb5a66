package io.pysail.sdk.subprocess;

/** Text of another process, made safe for logs and messages: what a terminal would obey is escaped. */
final class SafeText {
    private static final int MOST_CHARACTERS = 2_000;

    private SafeText() {}

    /** Text on one line; tabs stay. */
    static String line(String text) {
        return escape(text, false);
    }

    /** The last lines of a text, as they fit into a message. */
    static String end(String text) {
        String kept = text.strip();
        if (kept.length() > MOST_CHARACTERS) {
            kept = "…" + kept.substring(kept.length() - MOST_CHARACTERS);
        }
        return escape(kept, true);
    }

    private static String escape(String text, boolean withLines) {
        if (text.codePoints().allMatch(c -> isPlain(c, withLines))) {
            return text;
        }
        var safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            if (isPlain(c, withLines)) {
                safe.appendCodePoint(c);
            } else {
                safe.append("\\u{%x}".formatted(c));
            }
        });
        return safe.toString();
    }

    private static boolean isPlain(int character, boolean withLines) {
        return switch (character) {
            case '\t' -> true;
            case '\n' -> withLines;
            default ->
                switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.SURROGATE -> false;
                    default -> true;
                };
        };
    }
}
