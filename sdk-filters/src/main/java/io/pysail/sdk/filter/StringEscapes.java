package io.pysail.sdk.filter;

/**
 * What stands for other characters in a quoted string, as in Spark.
 *
 * <p>A backslash before {@code %} and {@code _} stays, since it means something to {@code LIKE} only.
 */
final class StringEscapes {
    private static final String LETTERS = "ntrbZ";
    private static final String CHARACTERS = "\n\t\r\b\u001a";

    private StringEscapes() {}

    /**
     * Reads what begins with a backslash.
     *
     * @return where the text goes on
     */
    static int read(String text, int backslash, StringBuilder value) {
        int next = backslash + 1;
        if (next == text.length()) {
            return next;
        }
        char c = text.charAt(next);
        if (c == '%' || c == '_') {
            value.append('\\').append(c);
        } else if (LETTERS.indexOf(c) >= 0) {
            value.append(CHARACTERS.charAt(LETTERS.indexOf(c)));
        } else if (isNumber(text, next, 3, 8) && c < '2') {
            value.append((char) Integer.parseInt(text.substring(next, next + 3), 8));
            return next + 3;
        } else if (c == '0') {
            value.append('\0');
        } else if (c == 'u' && isNumber(text, next + 1, 4, 16)) {
            value.append((char) Integer.parseInt(text.substring(next + 1, next + 5), 16));
            return next + 5;
        } else if (c == 'U' && isNumber(text, next + 1, 8, 16)) {
            value.appendCodePoint(codePoint(text.substring(next + 1, next + 9), backslash));
            return next + 9;
        } else {
            value.append(c);
        }
        return next + 1;
    }

    private static boolean isNumber(String text, int start, int digits, int radix) {
        if (start + digits > text.length()) {
            return false;
        }
        for (int i = start; i < start + digits; i++) {
            if (text.charAt(i) > 'f' || Character.digit(text.charAt(i), radix) < 0) {
                return false;
            }
        }
        return true;
    }

    private static int codePoint(String digits, int position) {
        long codePoint = Long.parseLong(digits, 16);
        if (codePoint > Character.MAX_CODE_POINT) {
            throw noCharacter(digits, position);
        }
        return (int) codePoint;
    }

    /** In single quotes, with nothing in it that a terminal would not show. */
    static String quoted(String value) {
        StringBuilder text = new StringBuilder("'");
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '\'' -> text.append("''");
                case '\\' -> text.append(isKept(value, i + 1) ? "\\" : "\\\\");
                case '\n' -> text.append("\\n");
                case '\t' -> text.append("\\t");
                case '\r' -> text.append("\\r");
                default -> {
                    if (isShown(value, i)) {
                        text.append(c);
                    } else {
                        text.append(String.format("\\u%04x", (int) c));
                    }
                }
            }
        }
        return text.append('\'').toString();
    }

    private static boolean isKept(String value, int afterBackslash) {
        return afterBackslash < value.length()
                && (value.charAt(afterBackslash) == '%' || value.charAt(afterBackslash) == '_');
    }

    private static boolean isShown(String value, int index) {
        char c = value.charAt(index);
        if (Character.isHighSurrogate(c)) {
            return index + 1 < value.length() && Character.isLowSurrogate(value.charAt(index + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return index > 0 && Character.isHighSurrogate(value.charAt(index - 1));
        }
        return !Character.isISOControl(c)
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
    }

    private static PredicateException noCharacter(String digits, int position) {
        return PredicateException.at(position, "there is no character U+" + digits);
    }
}
