package io.pysail.sdk;

import static java.lang.System.Logger.Level.DEBUG;

import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.AlwaysFalse;
import io.pysail.sdk.filter.And;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.PredicateException;
import io.pysail.sdk.spi.PlannedScan;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to read of an open source. Each method gives a new builder; {@link #plan} is where Python runs.
 *
 * {@snippet :
 * Scan scan = orders.scan()
 *         .where(col("country").eq("NO"), col("total").gt(100))
 *         .select("id", "total")
 *         .limit(1_000)
 *         .plan();
 * }
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ScanBuilder {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.pushdown");

    private final DataSource source;
    private final ScanWishes wishes;

    ScanBuilder(DataSource source, ScanWishes wishes) {
        this.source = source;
        this.wishes = wishes;
    }

    /**
     * Reads some columns only, in this order.
     *
     * @param columns their names, in any case where that is unambiguous; none for rows without columns
     * @return a new builder
     */
    public ScanBuilder select(String... columns) {
        return with(wishes.withColumns(List.of(columns)));
    }

    /**
     * Reads no more than some rows of each partition: the source is stopped when it has made them.
     *
     * <p>The rows that conditions leave out do not count. So where the source leaves some to the caller, and readers do
     * not {@linkplain #applyResidual apply} them, only the caller can count.
     *
     * @param rows how many
     * @return a new builder
     * @throws IllegalArgumentException if it is negative
     */
    public ScanBuilder limit(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("a limit is 0 or more, not " + rows);
        }
        return with(wishes.withLimit(rows));
    }

    /**
     * Reads only rows for which conditions are true, those of earlier calls included.
     *
     * <p>The source is offered what can be said in filters. What it does not take is the scan's
     * {@linkplain Scan#residual residual}: the caller applies it, or has readers {@linkplain #applyResidual do so}.
     *
     * @param conditions about the source's columns
     * @return a new builder
     */
    public ScanBuilder where(Predicate... conditions) {
        List<Predicate> all = new ArrayList<>(wishes.conditions());
        all.addAll(List.of(conditions));
        return with(wishes.withConditions(all));
    }

    /**
     * Reads only rows for which a condition is true.
     *
     * @param condition SQL, such as {@code country = 'NO' AND total > 100}
     * @return a new builder
     * @throws UsageException if it is none, or not about the source's columns; its cause is a {@link PredicateException},
     *     which knows the position
     */
    public ScanBuilder where(String condition) {
        try {
            return where(Predicate.parse(condition, source.schema()));
        } catch (PredicateException e) {
            throw wrongPredicate(e);
        }
    }

    /**
     * Counts all filters that the source takes as inexact: they stay in the residual, for those who do not trust it.
     *
     * @return a new builder
     */
    public ScanBuilder verifyFilters() {
        return with(wishes.verified());
    }

    /**
     * Has the readers leave out the rows that do not pass the residual, so that the caller need not look at it.
     *
     * @return a new builder
     */
    public ScanBuilder applyResidual() {
        return with(wishes.appliedByReaders());
    }

    /**
     * Asks the source for a reader, what it takes over, and its partitions.
     *
     * @return the scan, which lives as long as the source is open
     * @throws SailException if the source fails, or there is no such column, or a value cannot be compared with one
     * @throws IllegalStateException if the source is closed
     */
    public Scan plan() {
        ArrowSchema schema = source.schema();
        List<Predicate> conditions = conditions(schema);
        ScanWishes bound = wishes.withColumns(columns(schema)).withConditions(conditions);
        if (conditions.contains(new AlwaysFalse())) {
            bound = bound.withConditions(List.of(new AlwaysFalse())).withLimit(0); // nobody is asked for anything
        }
        FilterPlan filters = bound.filters();
        PlannedScan planned = source.plan(filters.request(bound.columns(), bound.limit()));
        Scan scan = new Scan(UUID.randomUUID(), source.owner(), planned, bound, filters);
        LOGGER.log(DEBUG, () -> source.name() + " was offered " + scan.pushdown());
        return scan;
    }

    private List<Predicate> conditions(ArrowSchema schema) {
        if (wishes.conditions().isEmpty()) {
            return List.of(); // most scans: they need not wait for what binds predicates to be loaded
        }
        try {
            return new And(wishes.conditions()).boundTo(schema).asCondition().conjuncts();
        } catch (PredicateException e) {
            throw wrongPredicate(e);
        }
    }

    /** As they are spelled in the schema. */
    private @Nullable List<String> columns(ArrowSchema schema) {
        return wishes.columns() == null
                ? null
                : Projection.of(schema, wishes.columns()).schema().fields().stream()
                        .map(field -> field.name())
                        .toList();
    }

    private ScanBuilder with(ScanWishes other) {
        return new ScanBuilder(source, other);
    }

    private static UsageException wrongPredicate(PredicateException e) {
        return UsageException.of(String.valueOf(e.getMessage()), e);
    }
}
