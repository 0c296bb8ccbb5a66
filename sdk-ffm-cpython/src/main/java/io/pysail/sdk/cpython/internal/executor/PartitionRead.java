package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.StreamFailedException;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.TaskInterrupter;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningRead;
import io.pysail.sdk.spi.ScanPlan;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The reading of one partition, on a thread of Python's that it has for itself from the first row to the last
 * {@code finally}.
 *
 * <p>It stops in steps: the source is asked for no more, then its generator is closed; if that takes too long an
 * exception is raised in it; if that does not help either, the thread is left behind.
 *
 * <p>Thread-safe.
 */
final class PartitionRead implements RunningRead {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    /** How long a source may take from one row or batch to the next, and to clean up, once it is to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RunningReads reads;
    private final PythonRuntime runtime;
    private final ScanPlan plan;
    private final PartitionPlan partition;
    private final ReadTask task;
    private final BatchReceiver receiver;
    private final RunningReads.Start start;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile @Nullable TaskInterrupter interrupter;

    /** The thread that reads, while it does; guarded by this, so that it is not interrupted once it does something else. */
    private @Nullable Thread thread;

    private boolean interrupted;
    private boolean abandoned;

    PartitionRead(
            RunningReads reads,
            PythonRuntime runtime,
            ScanPlan plan,
            PartitionPlan partition,
            ReadTask task,
            BatchReceiver receiver,
            RunningReads.Start start) {
        this.reads = reads;
        this.runtime = runtime;
        this.plan = plan;
        this.partition = partition;
        this.task = task;
        this.receiver = receiver;
        this.start = start;
    }

    void begin() {
        try {
            var _ = runtime.submitLong(py -> {
                run(py);
                return null;
            });
        } catch (Throwable e) {
            end();
            throw e;
        }
    }

    private void run(Python py) {
        TaskInterrupter own = TaskInterrupter.open(py);
        interrupter = own;
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            Map<String, SourceMetric> metrics = py.scope(this::read);
            own.end(py);
            receiver.finish(metrics);
        } catch (Throwable e) {
            own.end(py);
            receiver.fail(stopping ? closedMeanwhile() : failure(e));
        } finally {
            end();
        }
    }

    private Map<String, SourceMetric> read(Python py) {
        PyObject reading = start.start(py, partition, task);
        try (ElementIntake elements = new ElementIntake(py, reading, plan.schema(), task, receiver)) {
            boolean more = true;
            while (more && !stopping && receiver.isWanted() && !elements.hasAll()) {
                if (receiver.hasRoom()) {
                    more = elements.takeNext();
                } else {
                    // Whoever reads may be slow, and all of Python would wait with us.
                    py.detach(() -> {
                        receiver.awaitRoom();
                        return null;
                    });
                }
            }
            if (more && stopping && receiver.isWanted()) {
                throw closedMeanwhile();
            }
            elements.end();
        } finally {
            closeQuietly(reading);
        }
        return SourceMetrics.of(reading);
    }

    /** Nobody waits for more: what its clean-up raises is no error of the read. */
    private void closeQuietly(PyObject reading) {
        try {
            reading.callMethod("close");
        } catch (PythonException e) {
            LOGGER.log(WARNING, "{0} failed when its reading was ended early: {1}", plan.source(), e.getMessage());
            LOGGER.log(DEBUG, "as follows", e);
        }
    }

    private SailException failure(Throwable thrown) {
        return switch (thrown) {
            case PythonException raised -> SourceFailures.of(raised, plan.request(), "read");
            case SailException error -> error;
            case StreamFailedException failed ->
                DataSourceException.of(
                        "PYTHON_EXCEPTION", plan.source(), "read", String.valueOf(failed.getMessage()), failed);
            case ArrowDataException malformed -> SourceFailures.of(malformed, plan.source(), "read");
            case RowSchemaException unsupported -> SourceFailures.of(unsupported, plan.source(), "read");
            default -> InternalException.of("reading " + plan.source() + " failed: " + thrown, thrown);
        };
    }

    /** Rows are missing: that must not look like the end. */
    private UsageException closedMeanwhile() {
        return UsageException.of("the executor was closed while " + plan.source() + " was being read");
    }

    @Override
    public void requireMayWait() {
        if (PythonRuntime.isAttached()) {
            throw waitingAttached();
        }
    }

    @Override
    public synchronized void cancel() {
        stopping = true;
        if (thread != null) {
            thread.interrupt(); // it may wait for room that nobody makes
        }
    }

    @Override
    public void close() {
        Answers.waitDetached(runtime, this::stop);
    }

    private void stop() {
        stop(List.of(this));
    }

    /** Stops several reads together, so that all that hang take no longer than one. */
    static void stop(List<PartitionRead> reads) {
        reads.forEach(PartitionRead::cancel);
        awaitEnd(reads);
        reads.forEach(PartitionRead::interrupt);
        awaitEnd(reads);
        reads.forEach(PartitionRead::abandonIfRunning);
    }

    /** Waits a while for the end of all, though this thread be interrupted, which it stays: the wait is short. */
    private static void awaitEnd(List<PartitionRead> reads) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (PartitionRead read : reads) {
            boolean waited = false;
            while (!waited) {
                try {
                    var _ = read.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                    waited = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Raises an exception in the source, unless it has ended; does not wait. */
    private synchronized void interrupt() {
        TaskInterrupter reading = interrupter;
        if (ended.getCount() > 0 && !interrupted && reading != null) {
            interrupted = true;
            LOGGER.log(DEBUG, "{0} does not stop: raising an exception in it", plan.source());
            // On another thread: attaching takes as long as somebody holds the GIL.
            var _ = runtime.submitLong(py -> {
                reading.raise(py, SourceCode.execution(py).attr("ReadCancelled"));
                return null;
            });
        }
    }

    private void abandonIfRunning() {
        synchronized (this) {
            if (ended.getCount() == 0 || abandoned) {
                return;
            }
            abandoned = true;
            RunningReads.abandon();
        }
        LOGGER.log(
                WARNING,
                "{0} does not stop reading partition {1}: its thread is left behind",
                plan.source(),
                partition.index());
    }

    private void end() {
        synchronized (this) {
            thread = null;
            var _ = Thread.interrupted();
            if (abandoned) {
                RunningReads.recovered();
            }
            ended.countDown();
        }
        reads.ended(this);
    }

    private IllegalStateException waitingAttached() {
        return new IllegalStateException("this thread is attached to Python, and " + plan.source()
                + " cannot make its next batch while it waits: wait within py.detach(() -> …)");
    }
}
