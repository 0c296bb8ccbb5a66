package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.spi.BatchReceiver;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The batches between an executor's thread, which gives them, and a reader's, which takes them.
 *
 * <p>Both look a while for the other before they sleep: to be woken takes longer than most batches take to make.
 *
 * <p>Thread-safe: one thread gives, one at a time takes, any may end it.
 */
final class BatchQueue implements BatchReceiver {
    /**
     * Some ten microseconds, which is longer than most batches take to make and shorter than a thread takes to be woken.
     * Where both threads share a processor each look is taken from the thread that is waited for: with five times as
     * many a hand-over takes half as long again on a busy machine; with a third of them it does on an idle one.
     */
    private static final int LOOKS = 1000;

    /** How a read came to its end: with an error or without. */
    record End(@Nullable SailException error, Map<String, SourceMetric> metrics) {}

    private final int capacity;
    private final ConcurrentLinkedQueue<ArrowBatch> batches = new ConcurrentLinkedQueue<>();
    private final AtomicInteger size = new AtomicInteger();
    private final AtomicReference<@Nullable CompletableFuture<@Nullable Void>> awaited = new AtomicReference<>();
    private volatile @Nullable End end;
    private volatile boolean unwanted;
    private volatile @Nullable Thread sleepingTaker;
    private volatile @Nullable Thread sleepingGiver;

    BatchQueue(int capacity) {
        this.capacity = capacity;
    }

    // ---- the side that gives

    @Override
    public boolean hasRoom() {
        return size.get() < capacity;
    }

    @Override
    public boolean isWanted() {
        return !unwanted;
    }

    @Override
    public void awaitRoom() {
        for (int i = 0; i < LOOKS; i++) {
            if (mayGive()) {
                return;
            }
            Thread.onSpinWait();
        }
        sleepingGiver = Thread.currentThread();
        // The sleeper shows itself before it looks a last time, so that whoever makes room sees it or is seen.
        while (!mayGive() && !Thread.interrupted()) {
            LockSupport.park(this);
        }
        sleepingGiver = null;
    }

    private boolean mayGive() {
        return hasRoom() || unwanted;
    }

    @Override
    public void give(ArrowBatch batch) {
        if (unwanted) {
            batch.close();
            return;
        }
        size.incrementAndGet();
        batches.add(batch);
        if (unwanted) {
            drain(); // whoever ended it may have emptied the queue before
        }
        wakeTaker();
    }

    @Override
    public void finish(Map<String, SourceMetric> metrics) {
        end = new End(null, Map.copyOf(metrics));
        wakeTaker();
    }

    @Override
    public void fail(SailException error) {
        end = new End(error, Map.of());
        wakeTaker();
    }

    private void wakeTaker() {
        Thread taker = sleepingTaker;
        if (taker != null) {
            LockSupport.unpark(taker);
        }
        if (awaited.get() != null) {
            completeAwaited();
        }
    }

    // ---- the side that takes

    /** The next batch, if there is one at hand; the caller closes it. */
    @Nullable
    ArrowBatch poll() {
        ArrowBatch batch = batches.poll();
        if (batch != null) {
            int left = size.decrementAndGet();
            Thread giver = sleepingGiver;
            if (giver != null && 2 * left <= capacity) {
                LockSupport.unpark(giver);
            }
        }
        return batch;
    }

    /** The end, once all batches before it are taken. */
    @Nullable
    End end() {
        End reached = end;
        return reached != null && batches.isEmpty() ? reached : null;
    }

    /** Waits for a batch, the end, or somebody who wants no more; false if the thread was interrupted, which it stays. */
    boolean await() {
        for (int i = 0; i < LOOKS; i++) {
            if (mayTake()) {
                return true;
            }
            Thread.onSpinWait();
        }
        sleepingTaker = Thread.currentThread();
        try {
            while (!mayTake()) {
                if (Thread.currentThread().isInterrupted()) {
                    return false;
                }
                LockSupport.park(this);
            }
            return true;
        } finally {
            sleepingTaker = null;
        }
    }

    private boolean mayTake() {
        return !batches.isEmpty() || end != null || unwanted;
    }

    /** Completes when {@link #await} would not wait. */
    CompletableFuture<@Nullable Void> ready() {
        CompletableFuture<@Nullable Void> future = awaited.updateAndGet(
                present -> present == null || present.isDone() ? new CompletableFuture<>() : present);
        if (mayTake()) {
            completeAwaited();
        }
        // A copy, so that cancelling one does not cancel what others wait for.
        return future == null ? CompletableFuture.completedFuture(null) : future.copy();
    }

    private void completeAwaited() {
        CompletableFuture<@Nullable Void> future = awaited.getAndSet(null);
        if (future != null) {
            // What depends on it must not run on the thread that gives, which may hold Python's lock.
            future.completeAsync(() -> null);
        }
    }

    /** Ends it: what waits is released, and so is what comes. */
    void refuse() {
        unwanted = true;
        drain();
        Thread giver = sleepingGiver;
        if (giver != null) {
            LockSupport.unpark(giver);
        }
        wakeTaker();
    }

    private void drain() {
        ArrowBatch batch;
        while ((batch = poll()) != null) {
            batch.close();
        }
    }
}
