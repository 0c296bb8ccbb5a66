package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.spi.RunningTask;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the batches of one partition, which the source makes meanwhile on a thread of the executor.
 *
 * {@snippet :
 * try (BatchReader batches = scan.read(partition)) {
 *     while (batches.next()) {
 *         rows += batches.batch().rowCount();
 *     }
 * }
 * }
 *
 * <p>The batch is the reader's, until {@link #next} or {@link #close}; {@link ArrowBatch#retain} makes a handle that the
 * caller keeps and closes. The source runs ahead by a few batches and then waits.
 *
 * <p>Whoever opened it closes it. Closing early stops the source at its next row or batch, has it clean up, and returns
 * in bounded time even if it does not.
 *
 * <p>Any thread may use it, virtual ones included, one at a time; {@link #cancel}, {@link #close} and {@link #metrics} may
 * be called from any thread at any time.
 *
 * @since 0.1
 */
public final class BatchReader implements AutoCloseable {
    private final ReadContext context;
    private final BatchQueue queue;
    private final RunningTask running;
    private final PartitionReadEvent event = new PartitionReadEvent();

    /** Taken out by whoever gives it up, which is {@link #close} perhaps, on another thread than {@link #next}. */
    private final AtomicReference<@Nullable ArrowBatch> current = new AtomicReference<>();

    private long wanted;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** Why the last batch could not be taken. */
    @Nullable
    private RuntimeException refusal;

    private volatile boolean cancelled;
    private final AtomicLong rows = new AtomicLong();
    private final AtomicLong batches = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong waited = new AtomicLong();
    private volatile Map<String, SourceMetric> sourceMetrics = Map.of();

    /** Starts to read. */
    BatchReader(ReadContext context, long limit, int inFlight, Function<BatchQueue, RunningTask> start) {
        this.context = context;
        this.wanted = limit;
        this.queue = new BatchQueue(inFlight);
        if (limit == 0) {
            queue.refuse();
        }
        event.begin();
        this.running = start.apply(queue);
    }

    /**
     * What the batches hold.
     *
     * @return the schema of the scan
     */
    public ArrowSchema schema() {
        return context.schema();
    }

    /**
     * Goes on to the next batch, waiting for the source if it must; the one before is given up.
     *
     * @return false at the end
     * @throws SailException if the source failed
     * @throws CancellationException if the read was cancelled, or this thread interrupted, which it stays
     * @throws IllegalStateException if this reader is closed, also meanwhile; or if it would have to wait for a source that cannot go on
     *     while this thread waits: in process, if this thread is attached to Python
     */
    public boolean next() {
        requireOpen();
        dropCurrent();
        if (refusal != null) {
            throw refusal;
        }
        while (wanted > 0) {
            requireReading();
            ArrowBatch batch = queue.poll();
            if (batch != null) {
                if (accept(batch)) {
                    return true;
                }
                continue;
            }
            BatchQueue.End end = queue.end();
            if (end != null) {
                requireReading(); // a source that was stopped ends as one does that has no more
                return ended(end);
            }
            await();
        }
        return false;
    }

    /**
     * The batch that {@link #next} went on to.
     *
     * @return the batch, which stays the reader's
     * @throws IllegalStateException before the first {@code next}, after one that found the end, and if this is closed
     */
    public ArrowBatch batch() {
        requireOpen();
        ArrowBatch batch = current.get();
        if (batch == null) {
            throw noBatch();
        }
        return batch;
    }

    /**
     * Looks at every row of the batch, for those who do not trust the source: offsets, indices, and whether text is UTF-8.
     *
     * <p>What {@link #next} has checked is what takes no longer for many rows. A column whose offsets lead nowhere throws
     * {@link IndexOutOfBoundsException} when it is read there, and reads no other memory.
     *
     * @throws DataSourceException if something is wrong: the message names batch, column and row
     * @throws IllegalStateException as {@link #batch}
     */
    public void validate() {
        try {
            batch().validate();
        } catch (ArrowDataException e) {
            throw context.malformed(e, batches.get() - 1);
        }
    }

    /**
     * When {@link #next} will not wait, for engines that must not block.
     *
     * <p>What depends on it runs on the common pool.
     *
     * @return completes, never exceptionally, as soon as there is a batch, the end, or an error
     */
    public CompletableFuture<?> ready() {
        return queue.ready();
    }

    /** Has {@link #next} throw, and the source stop at its next row or batch. Returns at once; from any thread. */
    public void cancel() {
        cancelled = true;
        queue.refuse();
        running.cancel();
    }

    /**
     * This reader as what bridges to other libraries and exports of streams take.
     *
     * @return a view whose batches are the caller's to close, and which closes this reader when it is closed
     */
    public BatchSource asSource() {
        return new BatchSource() {
            @Override
            public ArrowSchema schema() {
                return BatchReader.this.schema();
            }

            @Override
            public @Nullable ArrowBatch next() {
                return BatchReader.this.next() ? batch().retain() : null;
            }

            @Override
            public void close() {
                BatchReader.this.close();
            }
        };
    }

    /**
     * What the read has come to.
     *
     * @return a moment's figures
     */
    public ReadMetrics metrics() {
        return new ReadMetrics(rows.get(), batches.get(), bytes.get(), Duration.ofNanos(waited.get()), sourceMetrics);
    }

    /** Stops the source if it is still reading, and gives the last batch up; twice does no harm. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        queue.refuse();
        try (RunningTask _ = running) {
            dropCurrent();
        } finally {
            queue.refuse(); // what came while the source stopped
            BatchQueue.End end = queue.end();
            if (end != null) {
                sourceMetrics = end.metrics();
            }
            event.commit(context, metrics(), cancelled);
        }
    }

    /** @return false if all its rows were left out */
    private boolean accept(ArrowBatch batch) {
        ArrowBatch accepted;
        try (batch) {
            accepted = context.accept(batch, batches.get(), wanted);
        } catch (RuntimeException | Error e) {
            // The source has nothing to say to somebody who cannot take it.
            queue.refuse();
            running.cancel();
            refusal = e instanceof RuntimeException refused ? refused : notTaken(e);
            throw e;
        }
        current.set(accepted);
        if (closed.get()) {
            dropCurrent(); // whoever closed may have looked before it was there
            throw alreadyClosed();
        }
        wanted -= accepted.rowCount();
        if (wanted == 0) {
            queue.refuse(); // the source stops now, not when somebody asks for the row that is not wanted
        }
        rows.addAndGet(accepted.rowCount());
        batches.incrementAndGet();
        bytes.addAndGet(accepted.byteSize());
        if (accepted.rowCount() == 0 && context.isFiltered()) {
            dropCurrent();
            return false;
        }
        return true;
    }

    private boolean ended(BatchQueue.End end) {
        sourceMetrics = end.metrics();
        if (end.error() != null) {
            throw context.failed(end.error());
        }
        return false;
    }

    private void await() {
        running.requireMayWait();
        long start = System.nanoTime();
        boolean there = queue.await();
        waited.addAndGet(System.nanoTime() - start);
        if (!there) {
            cancel();
        }
    }

    private void dropCurrent() {
        ArrowBatch batch = current.getAndSet(null);
        if (batch != null) {
            batch.close();
        }
    }

    /** Rows may be missing now, and that must not look like the end. */
    private void requireReading() {
        requireOpen();
        if (cancelled) {
            throw context.cancelled();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw alreadyClosed();
        }
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("this reader is closed");
    }

    private static IllegalStateException noBatch() {
        return new IllegalStateException("there is no batch: next() comes first, and has to return true");
    }

    /** A batch is missing now, and that must not be forgotten. */
    private static InternalException notTaken(Throwable e) {
        return InternalException.of("a batch could not be taken: " + e, e);
    }
}
