package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.AlwaysFalse;
import io.pysail.sdk.filter.And;
import io.pysail.sdk.filter.BatchFilter;
import io.pysail.sdk.filter.Predicate;
import io.pysail.sdk.filter.PredicateException;
import io.pysail.sdk.spi.FilterAnswer;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanPlan;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A planned read: its partitions, each of which can be read on its own, here or elsewhere.
 *
 * <p>It lives as long as the {@link DataSource} that planned it, or the {@link DataSources} that restored it. Immutable;
 * thread-safe: any number of partitions may be read at once.
 *
 * @since 0.1
 */
public final class Scan {
    /** What is read where no row is wanted: the source is not even called. */
    private static final RunningTask NOTHING = new RunningTask() {
        @Override
        public void cancel() {}

        @Override
        public void close() {}
    };

    private final UUID id;
    private final DataSources owner;
    private final PlannedScan planned;
    private final ScanWishes wishes;
    private final Pushdown pushdown;
    private final Projection projection;

    /** What readers leave out; null if that is nothing. */
    private final @Nullable BatchFilter filter;

    private final Secrets secrets;
    private final List<Partition> partitions;

    Scan(UUID id, DataSources owner, PlannedScan planned, ScanWishes wishes, FilterPlan filters) {
        this.id = id;
        this.owner = owner;
        this.planned = planned;
        this.wishes = wishes;
        ScanPlan plan = planned.plan();
        ScanPlan.Answers answers = plan.answers();
        this.secrets = Secrets.of(plan.request().options());
        this.pushdown = filters.pushdown(withoutSecrets(answers.filters()), answers.limit(), answers.columns());
        List<Predicate> residual =
                pushdown.residual().stream().map(Pushdown.Condition::predicate).toList();
        this.projection = projection(plan.schema(), residual);
        this.filter = wishes.applied() && !residual.isEmpty() ? filter(plan, residual) : null;
        this.partitions = plan.partitions().stream()
                .map(partition -> new Partition(id, partition))
                .toList();
    }

    /** A source may say with a secret why it does not take a filter. */
    private List<FilterAnswer> withoutSecrets(List<FilterAnswer> answers) {
        return answers.stream()
                .map(answer -> new FilterAnswer(answer.taken(), secrets.hide(answer.reason())))
                .toList();
    }

    private static BatchFilter filter(ScanPlan plan, List<Predicate> residual) {
        try {
            return BatchFilter.of(new And(residual), plan.schema());
        } catch (PredicateException e) {
            throw otherColumns(plan, e);
        }
    }

    private Projection projection(ArrowSchema schema, List<Predicate> residual) {
        if (wishes.columns() == null) {
            return Projection.all(schema);
        }
        List<String> columns = wishes.applied()
                ? wishes.columns()
                : Stream.concat(
                                wishes.columns().stream(),
                                residual.stream()
                                        .flatMap(FilterPlan::namesIn)
                                        .distinct()
                                        .filter(name -> !wishes.columns().contains(name)))
                        .toList();
        return Projection.of(schema, columns);
    }

    /**
     * What comes out of each partition.
     *
     * @return the declared schema, or the columns of it that were selected; after them those that the caller needs for
     *     the residual
     */
    public ArrowSchema schema() {
        return projection.schema();
    }

    /**
     * What the source takes over of the conditions, the limit and the columns, and why not the rest.
     *
     * @return the record
     */
    public Pushdown pushdown() {
        return pushdown;
    }

    /**
     * What the source does not take over, or not exactly: rows may come that do not pass it, and the caller has to leave
     * them out, for example by a {@link BatchFilter}; unless he asked readers to
     * {@linkplain ScanBuilder#applyResidual apply} it.
     *
     * @return conditions about the columns of {@link #schema}, with the reasons
     */
    public List<Pushdown.Condition> residual() {
        return pushdown.residual();
    }

    /**
     * The parts of this read.
     *
     * @return at least one, in order
     */
    public List<Partition> partitions() {
        return partitions;
    }

    /**
     * Begins to read a partition.
     *
     * <p>A limit is applied to each partition alone, and not at all while there is a residual for the caller to apply:
     * whoever reads several has to stop when he has enough, and says to {@link #read(Partition, long)} how much of it is
     * left.
     *
     * @param partition one of this scan's, perhaps from its byte form
     * @return the reader, which the caller closes
     * @throws SailException if it cannot begin
     * @throws IllegalArgumentException if the partition is another scan's
     */
    public BatchReader read(Partition partition) {
        return read(partition, Long.MAX_VALUE);
    }

    /**
     * Begins to read no more than some rows of a partition: the source is stopped when it has made them.
     *
     * @param partition one of this scan's, perhaps from its byte form
     * @param rows how many; the limit of the scan holds as well
     * @return the reader, which the caller closes
     * @throws SailException if it cannot begin
     * @throws IllegalArgumentException if the partition is another scan's, or the number is negative
     */
    public BatchReader read(Partition partition, long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("a limit is 0 or more, not " + rows);
        }
        if (!partition.scan().equals(id)) {
            throw otherScan(partition);
        }
        ReadContext context = new ReadContext(
                planned.plan().source(),
                secrets,
                planned.plan().schema(),
                filter,
                projection,
                partition.index(),
                partitions.size(),
                owner.memoryListener().orElse(null));
        boolean isFinal = wishes.applied() || pushdown.residual().isEmpty();
        long limit = isFinal ? Math.min(rows, wishes.limit()) : rows;
        ReadTask task = new ReadTask(0, filter == null ? limit : Long.MAX_VALUE, owner.rowsPerBatch());
        try {
            return new BatchReader(
                    context,
                    limit,
                    owner.batchesInFlight(),
                    queue -> limit == 0 ? NOTHING : planned.read(partition.plan(), task, queue));
        } catch (SailException e) {
            throw context.failed(e);
        }
    }

    /**
     * Reads a partition of this scan back from its byte form.
     *
     * @param bytes what {@link Partition#toBytes} made, here or elsewhere
     * @return the partition
     * @throws UsageException if the bytes are something else, or of another scan
     */
    public Partition partition(byte[] bytes) {
        Partition partition = PlanBytes.readPartition(bytes);
        if (!partition.scan().equals(id)) {
            throw UsageException.of("these bytes are a partition of another scan than that of "
                    + planned.plan().source());
        }
        if (partition.index() >= partitions.size()) {
            throw noPartition(partition);
        }
        return partition;
    }

    /**
     * The scan as bytes, for {@link DataSources#scan} in any other process that has the same sources.
     *
     * <p>They hold the options, secret ones too, and a pickle of the source's own reader: whoever reads them runs code,
     * so they are to be kept and sent as secrets and as code are.
     *
     * @return the bytes
     */
    public byte[] toBytes() {
        return PlanBytes.write(new PlanBytes.ScanForm(id, planned.plan(), wishes));
    }

    /**
     * The plan for people.
     *
     * @return one line: source, partitions, what was pushed, what was not and why, columns, limit, and how each read gets
     *     its reader
     */
    public String explain() {
        ScanPlan plan = planned.plan();
        StringBuilder text = new StringBuilder("PythonDataSourceExec: ")
                .append(plan.source())
                .append(", partitions=")
                .append(partitions.size())
                .append(", pushed=")
                .append(listed(pushdown.pushed().stream().map(Predicate::toString)))
                .append(", residual=")
                .append(listed(residual().stream().map(each -> each.predicate() + " (" + each.reason() + ")")))
                .append(", columns=")
                .append(listed(schema().fields().stream().map(ArrowField::name)))
                .append(pushdown.columns() ? " (pruned)" : "");
        if (wishes.conditions().contains(new AlwaysFalse())) {
            text.append(", no row can pass");
        } else if (wishes.limit() != Long.MAX_VALUE) {
            text.append(", limit=").append(wishes.limit()).append(pushdown.limit() ? " (pushed)" : "");
        }
        text.append(", reader=").append(plan.copies().method());
        if (!plan.copies().reason().isEmpty()) {
            text.append(" (").append(secrets.hide(plan.copies().reason())).append(')');
        }
        return text.toString();
    }

    private static String listed(Stream<String> texts) {
        return texts.collect(Collectors.joining(", ", "[", "]"));
    }

    private UsageException noPartition(Partition partition) {
        return UsageException.of(
                "the scan of " + planned.plan().source() + " has no " + partition + ": there are " + partitions.size());
    }

    /** Conditions were bound when they were planned, so that they come from bytes that somebody changed. */
    private static UsageException otherColumns(ScanPlan plan, PredicateException e) {
        return UsageException.of(
                "the conditions are not about the columns of " + plan.source() + ": " + e.getMessage(), e);
    }

    private IllegalArgumentException otherScan(Partition partition) {
        return new IllegalArgumentException(
                partition + " is another scan's, not one of " + planned.plan().source());
    }
}
