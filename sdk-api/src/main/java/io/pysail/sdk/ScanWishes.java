package io.pysail.sdk;

import io.pysail.sdk.filter.Predicate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan is asked for.
 *
 * @param columns in this order; null for all
 * @param limit how many rows at most
 * @param conditions what has to be true of the rows
 * @param verify whether what the source takes of them is looked at again
 * @param applied whether readers apply what stays of them
 */
record ScanWishes(
        @Nullable List<String> columns, long limit, List<Predicate> conditions, boolean verify, boolean applied) {
    static final ScanWishes EVERYTHING = new ScanWishes(null, Long.MAX_VALUE, List.of(), false, false);

    ScanWishes {
        columns = columns == null ? null : List.copyOf(columns);
        conditions = List.copyOf(conditions);
    }

    /** What of the conditions the source is offered; they are bound to its schema. */
    FilterPlan filters() {
        return new FilterPlan(conditions, verify);
    }

    ScanWishes withColumns(@Nullable List<String> others) {
        return new ScanWishes(others, limit, conditions, verify, applied);
    }

    ScanWishes withLimit(long other) {
        return new ScanWishes(columns, other, conditions, verify, applied);
    }

    ScanWishes withConditions(List<Predicate> others) {
        return new ScanWishes(columns, limit, others, verify, applied);
    }

    ScanWishes verified() {
        return new ScanWishes(columns, limit, conditions, true, applied);
    }

    ScanWishes appliedByReaders() {
        return new ScanWishes(columns, limit, conditions, verify, true);
    }
}
