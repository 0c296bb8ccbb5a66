package io.pysail.sdk.subprocess;

import io.pysail.sdk.InternalException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.spi.RunningTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A part of a source's work in a worker process, on a thread of this process that attends to it from its first frame to its
 * last.
 *
 * <p>It stops in steps: the worker is told; its source is interrupted; it is asked to end; it is killed. The thread takes
 * them, so that whoever closes waits for nothing else.
 *
 * <p>Thread-safe.
 */
abstract class WorkerTask implements RunningTask {
    /** How long each step may take. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final Workers workers;
    private final String source;
    private final String operation;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;

    /** Guarded by this, so that the thread is not interrupted once it does something else. */
    private @Nullable Thread thread;

    private @Nullable Call call;

    /** Whether this task counts among those that work; confined to its thread. */
    private boolean hasTurn;

    /** What its worker made for it alone, since it does not pickle; confined to its thread. */
    private @Nullable Made made;

    private record Made(String kind, long number) {}

    /** @param operation {@code read} or {@code write} */
    WorkerTask(Workers workers, String source, String operation) {
        this.workers = workers;
        this.source = source;
        this.operation = operation;
    }

    /** Does all of it, and tells the end. */
    abstract void work() throws InterruptedException;

    /** Tells whoever waits that it failed. */
    abstract void failed(SailException error);

    final Workers workers() {
        return workers;
    }

    final String source() {
        return source;
    }

    final boolean isStopping() {
        return stopping;
    }

    final void begin() {
        Thread.ofPlatform().daemon().name("sail-" + operation + "-" + source).start(this::run);
    }

    private void run() {
        synchronized (this) {
            thread = Thread.currentThread();
        }
        try {
            if (stopping) {
                throw closedMeanwhile();
            }
            work();
        } catch (Throwable e) {
            failed(stopping ? closedMeanwhile() : failure(e)); // an interrupted thread fails in many ways
        } finally {
            synchronized (this) {
                thread = null;
                call = null;
            }
            workers.ended(this);
            ended.countDown();
        }
    }

    private SailException failure(Throwable thrown) {
        return thrown instanceof SailException error
                ? error
                : InternalException.of("the " + operation + " of " + source + " failed: " + thrown, thrown);
    }

    /** Waits for a turn to work, of which there are as many as workers are to work at once. */
    final void enter() throws InterruptedException {
        workers.turns().acquire();
        hasTurn = true;
    }

    final void leave() {
        if (hasTurn) {
            hasTurn = false;
            workers.turns().release();
        }
    }

    /** Something to wait for. */
    interface Pause<T extends @Nullable Object> {
        T run();
    }

    /**
     * Waits for this process's readers or writers while another task has the turn: a program may read twenty partitions in
     * turn. A task that is to stop gets no turn any more, but what was found.
     */
    final <T extends @Nullable Object> T outside(Pause<T> pause) {
        leave();
        T found = pause.run();
        if (!stopping) {
            try {
                enter();
            } catch (InterruptedException e) {
                // By cancel: whoever goes on looks whether to stop, and closes what it has.
            }
        }
        return found;
    }

    /** Has the worker drop what it made for this task, once it is given back. */
    final void made(String kind, long number) {
        made = new Made(kind, number);
    }

    final void giveBack(Worker worker, boolean inOrder) {
        Made its = made;
        made = null;
        if (inOrder && its != null) {
            workers.giveBackWithout(worker, its.kind, its.number);
        } else {
            workers.giveBack(worker, inOrder);
        }
    }

    /** Has {@link #cancel} reach the thread while it waits for the worker. */
    final synchronized void attends(@Nullable Call running) {
        call = running;
    }

    @Override
    public final synchronized void cancel() {
        stopping = true;
        if (call != null) {
            call.wakeup();
        }
        if (thread != null) {
            thread.interrupt(); // it may wait for a worker, for room that nobody makes, or for batches that do not come
        }
    }

    @Override
    public final void close() {
        stop(List.of(this));
    }

    /** Stops several together, so that all that hang take no longer than one. */
    static void stop(List<? extends WorkerTask> tasks) {
        tasks.forEach(WorkerTask::cancel);
        for (WorkerTask task : tasks) {
            boolean ignored = Waiting.uninterruptibly(Waiting.FOREVER, _ -> task.ended.await());
        }
    }

    /**
     * How a call ended of which nobody wanted the rest.
     *
     * @param last its last frame; null if it did not end by itself
     * @param inOrder whether the worker may serve others
     */
    record Stopped(@Nullable Frame last, boolean inOrder) {}

    /** Ends a call of which nobody wants the rest. */
    final Stopped stop(Call running) {
        int[] steps = {0, Signals.INTERRUPT, Signals.TERMINATE};
        try {
            for (int signal : steps) {
                if (signal == 0) {
                    running.worker().cancelling();
                    running.send(FrameTypes.CANCEL, 0, new byte[0]);
                }
                Frame last = endWithin(running, PATIENCE, signal);
                if (last != null) {
                    return new Stopped(last, signal == 0); // an interrupted source may have left anything behind
                }
            }
        } catch (WorkerLostException e) {
            return new Stopped(null, false);
        }
        return new Stopped(null, false);
    }

    /**
     * Takes frames without looking at them, until the last.
     *
     * @param signal what is sent again and again, since CPython can miss one that comes just before a system call that
     *     blocks; 0 for none
     */
    private static @Nullable Frame endWithin(Call running, Duration most, int signal) throws WorkerLostException {
        boolean interrupted = Thread.interrupted();
        try {
            long start = System.nanoTime();
            long elapsed;
            long next = 0;
            while ((elapsed = System.nanoTime() - start) < most.toNanos()) {
                if (signal != 0 && elapsed >= next) {
                    running.worker().signal(signal);
                    next = elapsed + AGAIN_NANOS; // also where frames come all the time
                }
                Frame frame = running.receive(Math.min(most.toNanos() - elapsed, AGAIN_NANOS));
                if (frame != null && (frame.type() == FrameTypes.DONE || frame.type() == FrameTypes.ERROR)) {
                    return frame;
                }
                interrupted |= Thread.interrupted();
            }
            return null;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Something is missing: that must not look like the end. */
    final UsageException closedMeanwhile() {
        return UsageException.of("the executor was closed during the " + operation + " of " + source);
    }
}
