package io.pysail.sdk.filter;

import io.pysail.sdk.filter.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Takes the text of a predicate apart. */
final class Lexer {
    private static final List<String> LONG_SYMBOLS = List.of("<=>", "<=", "<>", ">=", "==", "!=", "||", "::");

    private final String text;
    private final List<Token> tokens = new ArrayList<>();

    private Lexer(String text) {
        this.text = text;
    }

    /** The words in order; the last one is the end. */
    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        int position = 0;
        while (position < text.length()) {
            position = Character.isWhitespace(text.charAt(position)) ? position + 1 : lexer.take(position);
        }
        lexer.tokens.add(new Token(Kind.END, "", text.length(), text.length()));
        return lexer.tokens;
    }

    private int take(int start) {
        char c = text.charAt(start);
        if (c == '\'' || c == '"') {
            return string(start);
        }
        if (c == '`') {
            return name(start);
        }
        if (isDigit(start) || (c == '.' && isDigit(start + 1) && !followsName(start))) {
            return add(Kind.NUMBER, start, endOfNumber(start));
        }
        if (isNamePart(text.codePointAt(start))) {
            int end = endOfWord(start);
            return isRaw(start, end) ? rawString(start) : add(Kind.WORD, start, end);
        }
        return add(Kind.SYMBOL, start, endOfSymbol(start));
    }

    private int add(Kind kind, int start, int end) {
        tokens.add(new Token(kind, text.substring(start, end), start, end));
        return end;
    }

    /** Whether a character can stand in a name that is not quoted. */
    static boolean isNamePart(int codePoint) {
        return codePoint == '_' || Character.isLetterOrDigit(codePoint);
    }

    private boolean isDigit(int position) {
        return position < text.length() && text.charAt(position) >= '0' && text.charAt(position) <= '9';
    }

    private boolean followsName(int position) {
        return !tokens.isEmpty()
                && tokens.getLast().end() == position
                && (tokens.getLast().kind() == Kind.WORD || tokens.getLast().kind() == Kind.NAME);
    }

    private int endOfWord(int start) {
        int end = start;
        while (end < text.length() && isNamePart(text.codePointAt(end))) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /** Letters that follow a number belong to it, so that they are refused with it. */
    private int endOfNumber(int start) {
        int end = endOfDigits(start);
        if (end < text.length() && text.charAt(end) == '.') {
            end = endOfDigits(end + 1);
        }
        if (end < text.length() && (text.charAt(end) == 'e' || text.charAt(end) == 'E')) {
            boolean signed = end + 1 < text.length() && "+-".indexOf(text.charAt(end + 1)) >= 0;
            int exponent = end + (signed ? 2 : 1);
            end = isDigit(exponent) ? endOfDigits(exponent) : end;
        }
        return endOfWord(end);
    }

    private int endOfDigits(int start) {
        int end = start;
        while (isDigit(end)) {
            end++;
        }
        return end;
    }

    private int endOfSymbol(int start) {
        for (String symbol : LONG_SYMBOLS) {
            if (text.startsWith(symbol, start)) {
                return start + symbol.length();
            }
        }
        return start + Character.charCount(text.codePointAt(start));
    }

    private int name(int start) {
        StringBuilder name = new StringBuilder();
        for (int i = start + 1; i < text.length(); i++) {
            if (text.charAt(i) == '`') {
                if (!text.startsWith("``", i)) {
                    tokens.add(new Token(Kind.NAME, name.toString(), start, i + 1));
                    return i + 1;
                }
                i++;
            }
            name.append(text.charAt(i));
        }
        throw unclosed(start, "`");
    }

    private boolean isRaw(int start, int end) {
        return end == start + 1
                && (text.charAt(start) == 'r' || text.charAt(start) == 'R')
                && end < text.length()
                && (text.charAt(end) == '\'' || text.charAt(end) == '"');
    }

    private int rawString(int start) {
        char quote = text.charAt(start + 1);
        int end = text.indexOf(quote, start + 2);
        if (end < 0) {
            throw unclosed(start, String.valueOf(quote));
        }
        tokens.add(new Token(Kind.STRING, text.substring(start + 2, end), start, end + 1));
        return end + 1;
    }

    private int string(int start) {
        char quote = text.charAt(start);
        StringBuilder value = new StringBuilder();
        int i = start + 1;
        while (i < text.length()) {
            char c = text.charAt(i);
            if (c == '\\') {
                i = StringEscapes.read(text, i, value);
            } else if (c != quote) {
                value.append(c);
                i++;
            } else if (i + 1 < text.length() && text.charAt(i + 1) == quote) {
                value.append(c);
                i += 2;
            } else {
                tokens.add(new Token(Kind.STRING, value.toString(), start, i + 1));
                return i + 1;
            }
        }
        throw unclosed(start, String.valueOf(quote));
    }

    private static PredicateException unclosed(int start, String quote) {
        return PredicateException.at(start, "the quote " + quote + " is not closed");
    }
}
