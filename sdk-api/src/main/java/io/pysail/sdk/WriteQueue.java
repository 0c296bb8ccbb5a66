package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.WriteFeed;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The batches between a writer's thread, which puts them, and an executor's, which takes them; and how it ended.
 *
 * <p>Thread-safe. Holds its lock for moments only, and calls nobody under it.
 */
final class WriteQueue implements WriteFeed {
    /** How a task came to its end: with a message, or with an error. */
    sealed interface End {
        /** The source returned. */
        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Written(byte[] message, Map<String, SourceMetric> metrics) implements End {}

        /** The source failed. */
        record Failed(SailException error) implements End {}
    }

    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ArrowBatch> batches = new ArrayDeque<>();
    private boolean complete;
    private boolean cancelled;
    private @Nullable End end;
    private final AtomicLong unread = new AtomicLong();

    WriteQueue(int capacity) {
        this.capacity = capacity;
    }

    // ---- the side that writes

    /**
     * Waits for room and puts a batch there.
     *
     * <p>Takes the batch over, also when this throws or returns false.
     *
     * @return false if the source has ended, and takes no more
     * @throws CancellationException if the task was given up
     */
    boolean put(ArrowBatch batch) throws InterruptedException {
        boolean queued = false;
        try {
            queued = putIfTaken(batch);
            return queued;
        } finally {
            if (!queued) {
                unread.addAndGet(batch.rowCount());
                batch.close();
            }
        }
    }

    private boolean putIfTaken(ArrowBatch batch) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (batches.size() >= capacity && end == null && !cancelled) {
                changed.await();
            }
            requireWanted();
            if (end != null) {
                return false;
            }
            changed.signalAll();
            return batches.add(batch);
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more batches come. */
    void complete() {
        lock.lock();
        try {
            complete = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for the source to end.
     *
     * @throws CancellationException if the task was given up
     */
    End await() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (end == null && !cancelled) {
                changed.await();
            }
            if (end == null || cancelled) {
                throw givenUp(); // also where that is what the source failed of
            }
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** @throws CancellationException if the task was given up */
    void requireWanted() {
        lock.lock();
        try {
            if (cancelled) {
                throw givenUp();
            }
        } finally {
            lock.unlock();
        }
    }

    /** The end, if it is there. */
    @Nullable
    End end() {
        lock.lock();
        try {
            return end;
        } finally {
            lock.unlock();
        }
    }

    /** How many rows came that the source did not take. */
    long unreadRows() {
        return unread.get();
    }

    /** Gives the task up: what waits is released, and whoever takes is told. */
    void cancel() {
        lock.lock();
        try {
            cancelled = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        drain();
    }

    // ---- the side that takes

    @Override
    public @Nullable ArrowBatch next() {
        lock.lock();
        try {
            while (batches.isEmpty() && !complete && !cancelled) {
                changed.await();
            }
            requireWanted();
            changed.signalAll();
            return batches.poll();
        } catch (InterruptedException e) {
            throw givenUp();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void finish(byte[] message, Map<String, SourceMetric> metrics) {
        end(new End.Written(message, metrics));
    }

    @Override
    public void fail(SailException error) {
        end(new End.Failed(error));
    }

    private void end(End reached) {
        lock.lock();
        try {
            end = reached;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        drain(); // a source need not take all
    }

    private void drain() {
        while (true) {
            ArrowBatch batch;
            lock.lock();
            try {
                batch = batches.poll();
            } finally {
                lock.unlock();
            }
            if (batch == null) {
                return;
            }
            unread.addAndGet(batch.rowCount());
            batch.close();
        }
    }

    private static CancellationException givenUp() {
        return new CancellationException("the task was given up");
    }
}
