package io.pysail.sdk.filter;

/**
 * A word of a predicate's text.
 *
 * @param kind what it is
 * @param text a name or string without its quotes and escapes, else what was written
 * @param start where it begins
 * @param end where it ends
 */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        /** Letters and digits: a keyword, or a name. */
        WORD,
        /** A name in backquotes. */
        NAME,
        STRING,
        NUMBER,
        /** An operator or a bracket, or a character without meaning. */
        SYMBOL,
        END
    }

    boolean isWord(String keyword) {
        return kind == Kind.WORD && text.equalsIgnoreCase(keyword);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }
}
