package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanPlan;

/**
 * A planned reader, in the interpreter of this process.
 *
 * <p>Thread-safe.
 */
final class InProcessScan implements PlannedScan {
    private final RunningTasks tasks;
    private final ScanPlan plan;
    private final PyRef planned;

    /** Whether the partitions are known by their pickles only, since they were planned elsewhere. */
    private final boolean restored;

    private volatile boolean closed;

    InProcessScan(RunningTasks tasks, ScanPlan plan, PyRef planned, boolean restored) {
        this.tasks = tasks;
        this.plan = plan;
        this.planned = planned;
        this.restored = restored;
    }

    /** Plans again what was planned elsewhere, and keeps the other plan's numbers. */
    static InProcessScan replay(PythonRuntime runtime, RunningTasks tasks, ScanPlan plan) {
        try (InProcessSession session = InProcessSession.open(runtime, tasks, plan.request())) {
            InProcessScan again = (InProcessScan) session.plan(plan.scan());
            try {
                again.plan.requireLike(plan);
                return again;
            } catch (DataSourceException e) {
                again.close();
                throw e;
            }
        }
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
        return tasks.start(new PartitionRead(tasks, plan, partition, task, receiver, this::start));
    }

    /** Begins to read, on the thread that goes on with it. */
    private PyObject start(Python py, PartitionPlan partition, ReadTask task) {
        PyObject bound = planned.bind(py);
        return restored
                ? bound.callMethod("start", partition.pickle().orElseThrow(), partition.index(), task.attempt())
                : bound.callMethod("start", partition.index(), task.attempt());
    }

    @Override
    public void close() {
        closed = true;
        planned.close();
    }

    private IllegalStateException alreadyClosed() {
        return new IllegalStateException("the scan of " + plan.source() + " is closed, as is what it was planned by");
    }
}
