package io.pysail.sdk;

import io.pysail.sdk.Pushdown.Classification;
import io.pysail.sdk.Pushdown.Condition;
import io.pysail.sdk.Pushdown.Offer;
import io.pysail.sdk.filter.Column;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.Pushable;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.ScanRequest;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a scan, and what its source is offered of them.
 *
 * <p>Immutable.
 */
final class FilterPlan {
    private final List<Pushable> conditions;
    private final boolean verify;

    /** @param conjuncts bound to the source's schema, in the form of conditions */
    FilterPlan(List<Predicate> conjuncts, boolean verify) {
        this.conditions = conjuncts.stream().map(Pushable::of).toList();
        this.verify = verify;
    }

    ScanRequest request(@Nullable List<String> columns, long limit) {
        // Nobody is asked to stop before the first row: it is not read.
        boolean mayStop = limit > 0
                && limit != Long.MAX_VALUE
                && !verify
                && conditions.stream().allMatch(Pushable::whole);
        return new ScanRequest(
                conditions.stream()
                        .flatMap(condition -> condition.filters().stream())
                        .toList(),
                verify,
                columns,
                conditions.stream()
                        .filter(condition -> !condition.whole())
                        .flatMap(condition -> namesIn(condition.predicate()))
                        .distinct()
                        .toList(),
                mayStop ? limit : null);
    }

    /** What became of it, by the answers to the filters of the request. */
    Pushdown pushdown(List<FilterAnswer> answers, boolean limit, boolean columns) {
        Iterator<FilterAnswer> next = answers.iterator();
        return new Pushdown(
                conditions.stream().map(condition -> answered(condition, next)).toList(), limit, columns);
    }

    /** The columns of the schema that a predicate is about, or is about fields of. */
    static Stream<String> namesIn(Predicate predicate) {
        return predicate.columns().stream().map(Column::path).map(List::getFirst);
    }

    private Condition answered(Pushable condition, Iterator<FilterAnswer> answers) {
        List<Offer> offers = new ArrayList<>();
        for (Predicate filter : condition.filters()) {
            FilterAnswer answer = answers.next();
            offers.add(new Offer(filter, classification(answer), answer.reason()));
        }
        if (offers.isEmpty() && condition.whole()) {
            return new Condition(condition.predicate(), offers, Classification.EXACT, "");
        }
        if (offers.stream().allMatch(offer -> offer.classification() == Classification.UNSUPPORTED)) {
            String reason = offers.isEmpty() ? condition.reason() : refusal(offers);
            return new Condition(condition.predicate(), offers, Classification.UNSUPPORTED, reason);
        }
        if (!condition.whole()) {
            return new Condition(condition.predicate(), offers, Classification.INEXACT, condition.reason());
        }
        return offers.getFirst().classification() == Classification.EXACT
                ? exact(condition, offers)
                : new Condition(condition.predicate(), offers, Classification.INEXACT, inexactness(offers.getFirst()));
    }

    private Condition exact(Pushable condition, List<Offer> offers) {
        return verify
                ? new Condition(condition.predicate(), offers, Classification.INEXACT, "the caller wants it verified")
                : new Condition(condition.predicate(), offers, Classification.EXACT, "");
    }

    private static Classification classification(FilterAnswer answer) {
        return switch (answer.taken()) {
            case EXACT -> Classification.EXACT;
            case INEXACT -> Classification.INEXACT;
            case REFUSED -> Classification.UNSUPPORTED;
        };
    }

    private static String refusal(List<Offer> offers) {
        return offers.stream()
                .map(Offer::reason)
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("the source refuses it");
    }

    private static String inexactness(Offer offer) {
        return offer.reason().isEmpty() ? "the source takes it inexactly" : offer.reason();
    }
}
