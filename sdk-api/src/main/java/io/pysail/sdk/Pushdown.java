package io.pysail.sdk;

import io.pysail.sdk.filter.Predicate;
import java.util.List;
import java.util.Locale;

/**
 * What a source was offered of a scan's conditions, what it took, and why the rest stays.
 *
 * <p>Immutable.
 *
 * @param conditions what has to be true of the rows, each on its own, in the order it was asked for
 * @param limit whether the source stops by itself after the rows that are wanted
 * @param columns whether it leaves out columns that nobody needs
 * @since 0.1
 */
public record Pushdown(List<Condition> conditions, boolean limit, boolean columns) {
    /** Copies the conditions. */
    public Pushdown {
        conditions = List.copyOf(conditions);
    }

    /**
     * How far a source takes a condition over.
     *
     * @since 0.1
     */
    public enum Classification {
        /** All rows that come pass: nobody needs to look again. */
        EXACT,
        /** Fewer rows may come, and those that come have to be looked at. */
        INEXACT,
        /** It stays with the engine. */
        UNSUPPORTED
    }

    /**
     * One of the conditions.
     *
     * @param predicate what has to be true
     * @param offered the filters that the source was offered for it, each with its answer; none if it cannot be said in
     *     filters
     * @param classification how far the source takes it over
     * @param reason why not exactly; empty if it does
     * @since 0.1
     */
    public record Condition(Predicate predicate, List<Offer> offered, Classification classification, String reason) {
        /** Copies the offers. */
        public Condition {
            offered = List.copyOf(offered);
        }

        /** The condition, what became of it, and what the source was offered for it. */
        @Override
        public String toString() {
            return predicate + told(classification, reason) + (offered.isEmpty() ? "" : " as " + offered);
        }
    }

    /**
     * A filter that the source was offered.
     *
     * @param filter what it was offered
     * @param classification what it made of it
     * @param reason what it said, if anything
     * @since 0.1
     */
    public record Offer(Predicate filter, Classification classification, String reason) {
        /** The filter, and what became of it. */
        @Override
        public String toString() {
            return filter + told(classification, reason);
        }
    }

    private static String told(Classification classification, String reason) {
        String text = classification.name().toLowerCase(Locale.ROOT);
        return " (" + (reason.isEmpty() ? text : text + ": " + reason) + ")";
    }

    /**
     * The filters that the source applies, exactly or not.
     *
     * @return the filters in the order they were offered
     */
    public List<Predicate> pushed() {
        return conditions.stream()
                .flatMap(condition -> condition.offered().stream())
                .filter(offer -> offer.classification() != Classification.UNSUPPORTED)
                .map(Offer::filter)
                .toList();
    }

    /**
     * What has to be looked at again.
     *
     * @return the conditions that the source does not take over exactly
     */
    public List<Condition> residual() {
        return conditions.stream()
                .filter(condition -> condition.classification() != Classification.EXACT)
                .toList();
    }
}
