package io.pysail.sdk.spi;

import io.pysail.sdk.SailException;

/**
 * A scan that an executor can read.
 *
 * <p>Thread-safe. Whoever planned it closes it.
 *
 * @since 0.1
 */
public interface PlannedScan extends AutoCloseable {
    /**
     * The plan, which another process can {@linkplain SourceRunner#restore restore}.
     *
     * @return the plan
     */
    ScanPlan plan();

    /**
     * Begins to read a partition, on a thread of the executor, and returns at once.
     *
     * @param partition one of the plan's
     * @param task how to read it
     * @param receiver takes the batches; exactly one of its ends is reported, unless the read is closed before
     * @return the running read, which the caller closes
     * @throws SailException if it cannot begin
     */
    RunningTask read(PartitionPlan partition, ReadTask task, BatchReceiver receiver);

    /** Gives back what the executor holds for this scan; reads that are running go on. */
    @Override
    void close();
}
