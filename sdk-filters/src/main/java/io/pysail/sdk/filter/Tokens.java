package io.pysail.sdk.filter;

import io.pysail.sdk.filter.Token.Kind;
import java.util.List;

/** The words of a text, one after the other. */
final class Tokens {
    private final String text;
    private final List<Token> tokens;
    private int next;

    Tokens(String text) {
        this.text = text;
        this.tokens = Lexer.tokens(text);
    }

    Token peek() {
        return tokens.get(next);
    }

    Token peekSecond() {
        return tokens.get(Math.min(next + 1, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        if (token.kind() != Kind.END) {
            next++;
        }
        return token;
    }

    boolean acceptWord(String keyword) {
        return accept(peek().isWord(keyword));
    }

    boolean acceptSymbol(String symbol) {
        return accept(peek().isSymbol(symbol));
    }

    private boolean accept(boolean matches) {
        if (matches) {
            next++;
        }
        return matches;
    }

    Token expect(Kind kind, String what) {
        if (peek().kind() != kind) {
            throw unexpected(what);
        }
        return take();
    }

    void expectSymbol(String symbol) {
        if (!acceptSymbol(symbol)) {
            throw unexpected("\"" + symbol + "\"");
        }
    }

    void expectWord(String keyword) {
        if (!acceptWord(keyword)) {
            throw unexpected(keyword);
        }
    }

    /** As it was written. */
    String written(Token token) {
        return token.kind() == Kind.END ? "the end" : "\"" + text.substring(token.start(), token.end()) + "\"";
    }

    PredicateException unexpected(String expected) {
        String after = next == 0 ? "" : " after " + written(tokens.get(next - 1));
        return PredicateException.at(peek().start(), "expected " + expected + after + ", found " + written(peek()));
    }
}
