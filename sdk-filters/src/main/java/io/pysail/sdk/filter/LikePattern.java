package io.pysail.sdk.filter;

import java.util.ArrayList;
import java.util.List;

/** The pattern of a {@code LIKE}, taken apart. */
final class LikePattern {
    /** A piece of a pattern. */
    sealed interface Piece {
        /** These characters. */
        record Text(String value) implements Piece {}

        /** Any one code point. */
        record AnyOne() implements Piece {}

        /** Any characters, also none. */
        record AnyMany() implements Piece {}
    }

    private LikePattern() {}

    static void check(String pattern, char escape) {
        pieces(pattern, escape);
    }

    /** No text follows a text, no {@code AnyMany} an {@code AnyMany}; an empty pattern has no pieces. */
    static List<Piece> pieces(String pattern, char escape) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == escape) {
                i++;
                if (i == pattern.length() || !isEscapable(pattern.charAt(i), escape)) {
                    throw wrongEscape(pattern, escape);
                }
                text.append(pattern.charAt(i));
            } else if (c == '%' || c == '_') {
                endText(text, pieces);
                Piece piece = c == '_' ? new Piece.AnyOne() : new Piece.AnyMany();
                if (c == '_' || pieces.isEmpty() || !pieces.getLast().equals(piece)) {
                    pieces.add(piece);
                }
            } else {
                text.append(c);
            }
        }
        endText(text, pieces);
        return List.copyOf(pieces);
    }

    private static boolean isEscapable(char c, char escape) {
        return c == '%' || c == '_' || c == escape;
    }

    private static void endText(StringBuilder text, List<Piece> pieces) {
        if (!text.isEmpty()) {
            pieces.add(new Piece.Text(text.toString()));
            text.setLength(0);
        }
    }

    private static IllegalArgumentException wrongEscape(String pattern, char escape) {
        return new IllegalArgumentException("in the pattern '" + pattern + "' the escape character " + escape
                + " stands before neither %, _ nor itself");
    }
}
