package io.pysail.sdk.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Walks through predicates. */
final class PredicateParts {
    private PredicateParts() {}

    /** Every condition that is made of no others. */
    static void forEachLeaf(Predicate predicate, Consumer<Predicate> action) {
        switch (predicate) {
            case Not(var child) -> forEachLeaf(child, action);
            case And(var parts) -> parts.forEach(part -> forEachLeaf(part, action));
            case Or(var parts) -> parts.forEach(part -> forEachLeaf(part, action));
            default -> action.accept(predicate);
        }
    }

    /** The parts changed, by a loop: with streams there would be room on the stack for half the levels. */
    static List<Predicate> changed(List<Predicate> parts, UnaryOperator<Predicate> change) {
        List<Predicate> changed = new ArrayList<>(parts.size());
        for (Predicate part : parts) {
            changed.add(change.apply(part));
        }
        return changed;
    }

    static List<Column> columnsOf(Predicate leaf) {
        return switch (leaf) {
            case Comparison comparison -> List.of(comparison.column());
            case In(var column, var _) -> List.of(column);
            case IsNull(var column) -> List.of(column);
            case IsNotNull(var column) -> List.of(column);
            case StringMatch match -> List.of(match.column());
            case Like like -> List.of(like.column());
            case ColumnComparison(var left, var _, var right) -> List.of(left, right);
            case AlwaysTrue(), AlwaysFalse(), Not(var _), And(var _), Or(var _) -> List.of();
        };
    }
}
