package io.pysail.sdk;

import io.pysail.sdk.spi.PlannedScan;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What to read of an open source. Each method gives a new builder; {@link #plan} is where Python runs.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ScanBuilder {
    /** What is asked for: null for all columns. */
    record Wishes(@Nullable List<String> columns, long limit) {
        static final Wishes EVERYTHING = new Wishes(null, Long.MAX_VALUE);
    }

    private final DataSource source;
    private final Wishes wishes;

    ScanBuilder(DataSource source, Wishes wishes) {
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
        return new ScanBuilder(source, new Wishes(List.of(columns), wishes.limit()));
    }

    /**
     * Reads no more than some rows of each partition: the source is stopped when it has made them.
     *
     * @param rows how many
     * @return a new builder
     * @throws IllegalArgumentException if it is negative
     */
    public ScanBuilder limit(long rows) {
        if (rows < 0) {
            throw new IllegalArgumentException("a limit is 0 or more, not " + rows);
        }
        return new ScanBuilder(source, new Wishes(wishes.columns(), rows));
    }

    /**
     * Asks the source for a reader and its partitions.
     *
     * @return the scan, which lives as long as the source is open
     * @throws SailException if the source fails, or there is no such column
     * @throws IllegalStateException if the source is closed
     */
    public Scan plan() {
        if (wishes.columns() != null) {
            var _ = Projection.of(source.schema(), wishes.columns()); // before Python runs for nothing
        }
        PlannedScan planned = source.plan();
        return new Scan(UUID.randomUUID(), source.owner(), planned, wishes);
    }
}
