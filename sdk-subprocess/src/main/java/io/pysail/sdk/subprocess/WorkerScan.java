package io.pysail.sdk.subprocess;

import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanPlan;

/**
 * A planned reader: as a pickle, which any worker reads, or as the calls that make it again.
 *
 * <p>Thread-safe. It holds nothing in any worker.
 */
final class WorkerScan implements PlannedScan {
    private final Workers workers;
    private final ScanPlan plan;
    private volatile boolean closed;

    WorkerScan(Workers workers, ScanPlan plan) {
        this.workers = workers;
        this.plan = plan;
    }

    @Override
    public ScanPlan plan() {
        return plan;
    }

    @Override
    public RunningTask read(PartitionPlan partition, ReadTask task, BatchReceiver receiver) {
        if (closed) {
            throw alreadyClosed();
        }
        plan.requirePartition(partition);
        return workers.start(new WorkerRead(workers, plan, partition, task, receiver));
    }

    @Override
    public void close() {
        closed = true;
    }

    private IllegalStateException alreadyClosed() {
        return new IllegalStateException("the scan of " + plan.source() + " is closed, as is what it was planned by");
    }
}
