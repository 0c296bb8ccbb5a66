package io.pysail.sdk;

import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ConversionException;
import io.pysail.sdk.spi.PlannedWrite;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.WriteTask;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes one part of a {@link WriteJob}, which the source takes meanwhile on a thread of the executor.
 *
 * {@snippet :
 * CommitMessage message;
 * try (TaskWriter task = job.task(0)) {
 *     while (batches.next()) {
 *         task.write(batches.batch());
 *     }
 *     message = task.finish();
 * }
 * }
 *
 * <p>The source runs behind by a few batches; then {@link #write} waits for it, so that memory does not grow with what is
 * written. The source is called with the first row, or by {@link #finish} if there is none: a task that fails before has
 * written nothing.
 *
 * <p>Whoever opened it closes it. Closed without {@link #finish}, the source is stopped at its next row or batch, and in
 * bounded time even if it hangs; the job is then to be aborted, or the task to be tried again.
 *
 * <p>Any thread may use it, virtual ones included, one at a time; {@link #cancel}, {@link #close}, {@link #failure} and
 * {@link #metrics} may be called from any thread at any time.
 *
 * @since 0.1
 */
public final class TaskWriter implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.write");

    private final WriteJob job;
    private final PlannedWrite planned;
    private final WriteTask task;
    private final WriteQueue queue;
    private final SchemaConversion conversion;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();

    /** Guarded by this, as is whether it is closed: a task must not begin that nobody stops. */
    private @Nullable RunningTask running;

    private boolean closed;
    private volatile boolean finished;

    TaskWriter(WriteJob job, PlannedWrite planned, WriteTask task, int inFlight) {
        this.job = job;
        this.planned = planned;
        this.task = task;
        this.queue = new WriteQueue(inFlight);
        this.conversion = new SchemaConversion(job.schema());
    }

    /**
     * Which part of the write this is.
     *
     * @return its number, from 0
     */
    public int partition() {
        return task.partition();
    }

    /**
     * Which attempt at this part it is.
     *
     * @return its number, from 0
     */
    public int attempt() {
        return task.attempt();
    }

    /**
     * Hands rows over to the source, waiting for it if it must.
     *
     * <p>Once the source has returned, though it was not at the end, it takes no more, as in PySpark: a warning is logged
     * by {@link #finish}.
     *
     * @param batch rows of the job's schema, or of one that becomes it without loss; it stays the caller's
     * @throws UsageException if they do not become the schema of the job, or this batch or one before breaks the rules of
     *     Arrow. Not every rule is looked after where a source takes batches: {@link ArrowBatch#validate} does that
     * @throws SailException if the source failed
     * @throws CancellationException if the task was cancelled, or this thread interrupted, which it stays
     * @throws IllegalStateException if this is finished or closed; or if it would have to wait for a source that cannot
     *     go on while this thread waits: in process, if this thread is attached to Python
     */
    public void write(ArrowBatch batch) {
        requireOpen();
        if (batch.rowCount() == 0) {
            return;
        }
        ArrowBatch converted = converted(batch);
        long count = converted.rowCount();
        long size = converted.byteSize();
        RunningTask source;
        try {
            source = started();
            source.requireMayWait();
        } catch (Throwable e) {
            converted.close();
            throw e;
        }
        long start = System.nanoTime();
        try {
            if (!queue.put(converted) && queue.end() instanceof WriteQueue.End.Failed(SailException error)) {
                throw job.failed(error, task);
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            waited.addAndGet(System.nanoTime() - start);
        }
        rows.addAndGet(count);
        batches.incrementAndGet();
        bytes.addAndGet(size);
    }

    /**
     * Tells the source that these were all rows, and waits until it has written them.
     *
     * @return what the commit of the job needs of this task
     * @throws SailException if the source failed
     * @throws CancellationException if the task was cancelled, or this thread interrupted, which it stays
     * @throws IllegalStateException as {@link #write}
     */
    public CommitMessage finish() {
        requireOpen();
        RunningTask source = started();
        source.requireMayWait();
        queue.complete();
        long start = System.nanoTime();
        try {
            return switch (queue.await()) {
                case WriteQueue.End.Written(byte[] pickle, Map<String, SourceMetric> _) -> written(pickle);
                case WriteQueue.End.Failed(SailException error) -> throw job.failed(error, task);
            };
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            waited.addAndGet(System.nanoTime() - start);
        }
    }

    private CommitMessage written(byte[] pickle) {
        if (queue.unreadRows() > 0) {
            LOGGER.log(
                    WARNING,
                    "{0} returned from write before the end of partition {1}: it did not take {2} of {3} rows or more",
                    planned.source(),
                    task.partition(),
                    queue.unreadRows(),
                    rows.get());
        }
        CommitMessage message = job.finished(task, pickle);
        finished = true;
        return message;
    }

    /** Has {@link #write} and {@link #finish} throw, and the source stop at its next row or batch. Returns at once. */
    public void cancel() {
        queue.cancel();
        RunningTask source;
        synchronized (this) {
            source = running;
        }
        if (source != null) {
            source.cancel();
        }
    }

    /**
     * What the source has failed of, if it has, though nobody has written or finished since: for who waits for rows to
     * write meanwhile.
     *
     * @return the error that {@link #write} or {@link #finish} will throw
     */
    public Optional<SailException> failure() {
        return queue.end() instanceof WriteQueue.End.Failed(SailException error)
                ? Optional.of(job.failed(error, task))
                : Optional.empty();
    }

    /**
     * What the task has come to.
     *
     * @return a moment's figures
     */
    public WriteMetrics metrics() {
        Map<String, SourceMetric> figures =
                queue.end() instanceof WriteQueue.End.Written(byte[] _, Map<String, SourceMetric> metrics)
                        ? metrics
                        : Map.of();
        return new WriteMetrics(rows.get(), batches.get(), bytes.get(), Duration.ofNanos(waited.get()), figures);
    }

    /** Stops the source if it is still writing; twice does no harm. */
    @Override
    public void close() {
        RunningTask source;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            source = running;
        }
        queue.cancel();
        job.closed(this);
        if (source != null) {
            source.close();
        }
    }

    private synchronized RunningTask started() {
        if (closed) {
            throw alreadyClosed();
        }
        RunningTask source = running;
        if (source == null) {
            queue.requireWanted(); // or the source would be called with nothing to write
            try {
                source = planned.write(task, queue);
            } catch (SailException e) {
                throw job.failed(e, task);
            }
            running = source;
        }
        return source;
    }

    private ArrowBatch converted(ArrowBatch batch) {
        try {
            return conversion.convert(batch);
        } catch (ConversionException e) {
            throw otherSchema(e);
        } catch (ArrowDataException | IndexOutOfBoundsException e) {
            throw SourceFailures.unwritable(e, planned.source()); // an offset that leads out of its memory
        }
    }

    private synchronized void requireOpen() {
        if (closed || finished) {
            throw alreadyClosed();
        }
    }

    private CancellationException interrupted() {
        Thread.currentThread().interrupt();
        cancel();
        return new CancellationException(
                "the write of partition " + task.partition() + " of " + planned.source() + " was cancelled");
    }

    private UsageException otherSchema(ConversionException e) {
        return UsageException.of(
                "a batch does not become what is written to " + planned.source() + ": " + e.getMessage(), e);
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("this task is finished or closed");
    }
}
