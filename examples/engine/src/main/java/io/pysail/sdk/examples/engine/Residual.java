package io.pysail.sdk.examples.engine;

import io.pysail.sdk.Pushdown;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.filter.And;
import io.pysail.sdk.filter.BatchFilter;
import io.pysail.sdk.filter.Predicate;
import java.util.List;

/**
 * What the source left to the engine of the conditions.
 *
 * <p>An engine with filters of its own would translate the predicates; {@code applyResidual()} of a scan would have its
 * readers do all of it.
 *
 * @param filter selects the rows that pass
 */
record Residual(BatchFilter filter) {
    /** Needs columns that were not asked for, perhaps: the scan has them after those that were. */
    static Residual of(Scan scan) {
        List<Predicate> conditions =
                scan.residual().stream().map(Pushdown.Condition::predicate).toList();
        return new Residual(BatchFilter.of(new And(conditions), scan.schema()));
    }

    /** The rows that pass, which the caller closes; those of the batch itself where all do. */
    ArrowBatch apply(ArrowBatch batch) {
        return filter.apply(batch);
    }
}
