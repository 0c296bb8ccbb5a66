package io.pysail.sdk.filter;

import java.util.List;

/**
 * What rows are selected by, where unknown counts as false.
 *
 * <p>In the normal form no negation stands above a conjunction or disjunction, so what can only be false or unknown may
 * become false wherever it stands.
 */
final class Condition {
    private Condition() {}

    static Predicate of(Predicate predicate) {
        return simplified(Normalisation.of(predicate));
    }

    private static Predicate simplified(Predicate normal) {
        return switch (normal) {
            case And(var parts) -> Normalisation.conjunction(simplified(parts));
            case Or(var parts) -> Normalisation.disjunction(simplified(parts));
            case EqualTo equal when Normalisation.isUnknown(equal) -> new AlwaysFalse();
            case Not(In(var _, var values)) when values.contains(new Literal.Null()) -> new AlwaysFalse();
            case In(var column, var values)
            when values.contains(new Literal.Null()) ->
                Normalisation.oneOf(
                        column,
                        values.stream()
                                .filter(value -> !(value instanceof Literal.Null))
                                .toList());
            default -> normal;
        };
    }

    private static List<Predicate> simplified(List<Predicate> parts) {
        return PredicateParts.changed(parts, Condition::simplified);
    }
}
