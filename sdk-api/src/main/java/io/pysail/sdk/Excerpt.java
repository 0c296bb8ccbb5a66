package io.pysail.sdk;

/** A short, printable piece of text that came from outside, for a message. */
final class Excerpt {
    private static final int MOST_CHARACTERS = 200;

    private Excerpt() {}

    /** The text in quotes: characters that steer a terminal or cannot be seen are escaped, and a long one is cut. */
    static String quoted(String text) {
        var shown = new StringBuilder("\"");
        text.codePoints().limit(MOST_CHARACTERS).forEach(character -> append(shown, character));
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            shown.append('…');
        }
        return shown.append('"').toString();
    }

    /** The first line that is not blank, or an empty string. */
    static String firstLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .map(String::strip)
                .orElse("");
    }

    /**
     * The line of a program's errors that tells most: Python's own word for it, at the end of a traceback or in a line of
     * its own where it cannot even start; of anything else, such as a script around Python, the first line.
     */
    static String complaint(String errors) {
        if (errors.contains("Traceback (most recent call last)")) {
            return lastLine(errors);
        }
        return errors.lines()
                .filter(line -> line.startsWith("Fatal Python error: "))
                .findFirst()
                .orElseGet(() -> firstLine(errors));
    }

    private static String lastLine(String text) {
        return text.lines()
                .filter(line -> !line.isBlank())
                .reduce((earlier, later) -> later)
                .map(String::strip)
                .orElse("");
    }

    private static void append(StringBuilder shown, int character) {
        switch (character) {
            case '"' -> shown.append("\\\"");
            case '\\' -> shown.append("\\\\");
            case '\t' -> shown.append("\\t");
            case '\n' -> shown.append("\\n");
            default -> {
                if (isVisible(character)) {
                    shown.appendCodePoint(character);
                } else {
                    shown.append("\\u{%x}".formatted(character));
                }
            }
        }
    }

    private static boolean isVisible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }
}
