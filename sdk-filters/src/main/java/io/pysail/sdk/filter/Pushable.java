package io.pysail.sdk.filter;

import io.pysail.sdk.filter.LikePattern.Piece;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a source can be offered of a condition, in PySpark's filters and without changing what it means.
 *
 * <p>Immutable.
 *
 * @param predicate the condition
 * @param filters what can be offered: each is true wherever the condition is
 * @param whole whether the condition is done if a source takes all of them
 * @param reason why it is not; empty if it is
 * @since 0.1
 */
public record Pushable(Predicate predicate, List<Predicate> filters, boolean whole, String reason) {
    /** Python's pickle counts levels; where it gives up, three hundred of these were still well. */
    private static final int DEEPEST = 100;

    /** Copies the filters. */
    public Pushable {
        filters = List.copyOf(filters);
    }

    /**
     * What can be offered of one of the {@linkplain Predicate#conjuncts conjuncts} of a condition.
     *
     * @param conjunct bound to a schema, and in {@linkplain Predicate#asCondition the form of a condition}
     * @return the filters, perhaps none
     */
    public static Pushable of(Predicate conjunct) {
        if (conjunct instanceof AlwaysFalse) {
            return new Pushable(conjunct, List.of(), true, ""); // nobody needs to be asked for no rows
        }
        Said said = say(conjunct);
        if (said.filter().isPresent()) {
            return new Pushable(conjunct, List.of(said.filter().get()), true, "");
        }
        List<Predicate> parts =
                conjunct instanceof Like like && reasonAgainst(like).isEmpty() ? partsOf(like) : List.of();
        String reason = parts.isEmpty()
                ? said.reason()
                : "filters tell its beginning, its end and its parts, but not their order";
        return new Pushable(conjunct, parts, false, reason);
    }

    /** A predicate in filters, or why it cannot be said in them. */
    private record Said(Optional<Predicate> filter, String reason) {
        static Said as(Predicate filter) {
            return new Said(Optional.of(filter), "");
        }

        static Said not(String reason) {
            return new Said(Optional.empty(), reason);
        }
    }

    private static Said say(Predicate predicate) {
        return depth(predicate) > DEEPEST ? Said.not("it is nested too deep for Python") : sayAtAnyDepth(predicate);
    }

    private static int depth(Predicate predicate) {
        return switch (predicate) {
            case Not(var child) -> 1 + depth(child);
            case And(var parts) ->
                1 + parts.stream().mapToInt(Pushable::depth).max().orElse(0);
            case Or(var parts) ->
                1 + parts.stream().mapToInt(Pushable::depth).max().orElse(0);
            default -> 0;
        };
    }

    private static Said sayAtAnyDepth(Predicate predicate) {
        return switch (predicate) {
            case Comparison comparison -> saidIfHeld(predicate, List.of(comparison.value()));
            case In in -> saidIfHeld(predicate, in.values());
            case IsNull _, IsNotNull _, StringMatch _, AlwaysTrue _, AlwaysFalse _ -> Said.as(predicate);
            case Like like -> likeAsFilter(like);
            case ColumnComparison _ -> Said.not("no filter compares two columns");
            case Not(Like like) when isAnything(like) -> Said.not("it is true of no row");
            case Not(var child) -> {
                Said said = sayAtAnyDepth(child);
                yield said.filter().map(filter -> Said.as(new Not(filter))).orElse(said);
            }
            case And(var parts) -> sayAll(parts, And::new);
            case Or(var parts) -> sayAll(parts, Or::new);
        };
    }

    private static Said sayAll(List<Predicate> parts, Function<List<Predicate>, Predicate> join) {
        List<Predicate> filters = new ArrayList<>();
        for (Predicate part : parts) {
            Said said = sayAtAnyDepth(part);
            if (said.filter().isEmpty()) {
                return said;
            }
            filters.add(said.filter().get());
        }
        return Said.as(join.apply(filters));
    }

    private static Said saidIfHeld(Predicate predicate, List<Literal> values) {
        for (Literal value : values) {
            Optional<String> reason = PythonLiterals.reasonAgainst(value);
            if (reason.isPresent()) {
                return Said.not(reason.get());
            }
        }
        return Said.as(predicate);
    }

    private static Said likeAsFilter(Like like) {
        Optional<String> reason = reasonAgainst(like);
        if (reason.isPresent()) {
            return Said.not(reason.get());
        }
        List<Piece> pieces = pieces(like);
        Piece first = pieces.isEmpty() ? new Piece.Text("") : pieces.getFirst();
        boolean open = first instanceof Piece.AnyMany;
        return switch (pieces.size()) {
            case 0, 1 ->
                first instanceof Piece.Text(String text)
                        ? Said.as(new EqualTo(like.column(), new Literal.Text(text)))
                        : Said.as(new IsNotNull(like.column()));
            case 2 ->
                Said.as(
                        open
                                ? new StringEndsWith(like.column(), textOf(pieces.getLast()))
                                : new StringStartsWith(like.column(), textOf(first)));
            case 3 ->
                open
                        ? Said.as(new StringContains(like.column(), textOf(pieces.get(1))))
                        : Said.not("no filter knows % within a text");
            default -> Said.not("no filter knows % within a text");
        };
    }

    /** Why no part of a pattern is offered. */
    private static Optional<String> reasonAgainst(Like like) {
        if (like.ignoreCase()) {
            return Optional.of("no filter ignores the case of letters");
        }
        if (like.pattern().indexOf(like.escape()) >= 0) {
            return Optional.of("a pattern with escapes stays");
        }
        return pieces(like).contains(new Piece.AnyOne()) ? Optional.of("no filter knows _") : Optional.empty();
    }

    /** Filters that are true wherever a plain pattern fits. */
    private static List<Predicate> partsOf(Like like) {
        List<Piece> pieces = pieces(like);
        List<Predicate> parts = new ArrayList<>();
        for (int i = 0; i < pieces.size(); i++) {
            if (pieces.get(i) instanceof Piece.Text(String text)) {
                parts.add(
                        i == 0
                                ? new StringStartsWith(like.column(), text)
                                : i == pieces.size() - 1
                                        ? new StringEndsWith(like.column(), text)
                                        : new StringContains(like.column(), text));
            }
        }
        return parts;
    }

    private static List<Piece> pieces(Like like) {
        return LikePattern.pieces(like.pattern(), like.escape());
    }

    private static boolean isAnything(Like like) {
        return like.pattern().equals("%") && like.escape() != '%';
    }

    private static String textOf(Piece piece) {
        return ((Piece.Text) piece).value();
    }
}
