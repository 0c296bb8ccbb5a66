package io.pysail.sdk.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.filter.LikePattern.Piece;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text that looks like a pattern.
 *
 * <p>Between two {@code %} stands a part of so many code points, wherever it is found: so the first place where it fits
 * is as good as any other, and the time is at most that of looking for each part everywhere.
 */
final class LikeMatcher implements BytesMatcher {
    /** What stands between the {@code %}, also before the first and behind the last. */
    private final Part[] parts;

    private LikeMatcher(Part[] parts) {
        this.parts = parts;
    }

    static BytesMatcher of(Like like) {
        if (!like.ignoreCase()) {
            return of(LikePattern.pieces(like.pattern(), like.escape()));
        }
        // Only the text of the pattern: in lower case a letter might become the escape character.
        List<Piece> pieces = LikePattern.pieces(like.pattern(), like.escape()).stream()
                .map(piece -> piece instanceof Piece.Text(String text) ? new Piece.Text(lower(text)) : piece)
                .toList();
        return new InLowerCase(of(pieces));
    }

    private static BytesMatcher of(List<Piece> pieces) {
        List<Part> parts = new ArrayList<>();
        List<Piece> part = new ArrayList<>();
        for (Piece piece : pieces) {
            if (piece instanceof Piece.AnyMany) {
                parts.add(Part.of(part));
                part.clear();
            } else {
                part.add(piece);
            }
        }
        parts.add(Part.of(part));
        return simple(parts);
    }

    /** Most patterns need no search, or only one. */
    private static BytesMatcher simple(List<Part> parts) {
        Part first = parts.getFirst();
        Part last = parts.getLast();
        if (parts.stream().anyMatch(part -> !part.isFixed())) {
            return new LikeMatcher(parts.toArray(Part[]::new));
        }
        if (parts.size() == 1) {
            return new Equal(first.bytes());
        }
        if (parts.size() == 2 && last.isEmpty()) {
            return new StartsWith(first.bytes());
        }
        if (parts.size() == 2 && first.isEmpty()) {
            return new EndsWith(last.bytes());
        }
        if (parts.size() == 3 && first.isEmpty() && last.isEmpty()) {
            return new Contains(parts.get(1).bytes());
        }
        return new LikeMatcher(parts.toArray(Part[]::new));
    }

    @Override
    public boolean test(MemorySegment data, long from, long to) {
        long at = parts[0].matchAt(data, from, to);
        if (parts.length == 1) {
            return at == to;
        }
        for (int i = 1; i < parts.length - 1 && at >= 0; i++) {
            at = parts[i].find(data, at, to);
        }
        return at >= 0 && parts[parts.length - 1].endsAt(data, at, to);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The text in lower case passes a test. */
    private record InLowerCase(BytesMatcher test) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            byte[] bytes = data.asSlice(from, to - from).toArray(ValueLayout.JAVA_BYTE);
            byte[] lower = Bytes.of(lower(new String(bytes, UTF_8)));
            return test.test(MemorySegment.ofArray(lower), 0, lower.length);
        }
    }

    /** A part of a pattern, of so many code points. An empty array of bytes stands for any one code point. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Part(byte[][] pieces, int codePoints) {
        private static final byte[] ANY_ONE = {};

        static Part of(List<Piece> pieces) {
            int codePoints = 0;
            List<byte[]> bytes = new ArrayList<>();
            for (Piece piece : pieces) {
                if (piece instanceof Piece.Text(String text)) {
                    bytes.add(Bytes.of(text));
                    codePoints += text.codePointCount(0, text.length());
                } else {
                    bytes.add(ANY_ONE);
                    codePoints++;
                }
            }
            return new Part(bytes.toArray(byte[][]::new), codePoints);
        }

        boolean isEmpty() {
            return pieces.length == 0;
        }

        /** Whether it is nothing but text. */
        boolean isFixed() {
            return isEmpty() || (pieces.length == 1 && pieces[0].length > 0);
        }

        byte[] bytes() {
            return isEmpty() ? new byte[0] : pieces[0];
        }

        /** Where it ends if it begins at {@code from}; -1 if it does not. */
        long matchAt(MemorySegment data, long from, long to) {
            long at = from;
            for (byte[] piece : pieces) {
                if (piece.length == 0) {
                    if (at == to) {
                        return -1;
                    }
                    at = next(data, at, to);
                } else if (to - at >= piece.length && Bytes.matches(data, at, piece)) {
                    at += piece.length;
                } else {
                    return -1;
                }
            }
            return at;
        }

        /** Where it ends at the first place where it is found from {@code from} on; -1 if it is not. */
        long find(MemorySegment data, long from, long to) {
            if (isFixed()) {
                long found = Bytes.find(data, from, to, bytes());
                return found < 0 ? -1 : found + bytes().length;
            }
            long at = from;
            while (true) {
                long end = matchAt(data, at, to);
                if (end >= 0 || at == to) {
                    return end;
                }
                at = next(data, at, to);
            }
        }

        /** Whether it is what the text ends with, not before {@code from}. */
        boolean endsAt(MemorySegment data, long from, long to) {
            long at = to;
            for (int i = 0; i < codePoints; i++) {
                if (at == from) {
                    return false;
                }
                do {
                    at--;
                } while (at > from && isContinuation(data, at));
            }
            return matchAt(data, at, to) == to;
        }

        private static long next(MemorySegment data, long at, long to) {
            long next = at + 1;
            while (next < to && isContinuation(data, next)) {
                next++;
            }
            return next;
        }

        private static boolean isContinuation(MemorySegment data, long at) {
            return (data.get(ValueLayout.JAVA_BYTE, at) & 0xC0) == 0x80;
        }
    }
}
