package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * The workers of an executor, and who works on them.
 *
 * <p>Thread-safe.
 */
final class Workers implements AutoCloseable {
    /** With fewer slots a worker would wait for each batch to be read. */
    private static final int FEWEST_SLOTS = 2;

    /** How long a worker may take to drop what a source was: that may have something to do at its end. */
    private static final Duration DROP_PATIENCE = Duration.ofSeconds(5);

    /** How often what plans is tried on another worker, where one is lost. */
    static final int MOST_TRIES = 2;

    private final WorkerPool pool;
    private final int slots;
    private final long slotBytes;

    /** How many tasks may work at once; those that wait for this process's readers and writers do not count. */
    private final Semaphore working;

    private final Set<WorkerTask> tasks = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Workers(WorkerPool pool, int atOnce, int slots, long slotBytes) {
        this.pool = pool;
        this.working = new Semaphore(atOnce);
        this.slots = slots;
        this.slotBytes = slotBytes;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this executor is closed: open another one");
        }
    }

    /** Begins a task. */
    RunningTask start(WorkerTask task) {
        requireOpen();
        tasks.add(task);
        try {
            task.begin();
        } catch (Throwable e) {
            tasks.remove(task); // it has no thread that would: whoever closes would wait for ever
            throw e;
        }
        if (closed) {
            task.close(); // whoever closed may have looked before it was there
        }
        return task;
    }

    void ended(WorkerTask task) {
        tasks.remove(task);
    }

    int running() {
        return tasks.size();
    }

    /** The turns to work. */
    Semaphore turns() {
        return working;
    }

    /**
     * A worker for the caller alone, who gives it back.
     *
     * @throws SailException if none can be started
     */
    Worker lease() throws InterruptedException {
        requireOpen();
        return pool.lease();
    }

    /** What somebody asks a worker. */
    interface Asking<T> {
        T ask(Worker worker) throws WorkerLostException, InterruptedException;
    }

    /**
     * Asks a worker, which is free for others then.
     *
     * @param operation what it is called in errors
     * @throws SailException if the source fails, or no worker can be had
     */
    <T> T asking(SourceRequest request, String operation, Asking<T> asking) {
        return ask(request, operation, asking, false);
    }

    /** The same for a worker that the caller keeps, and gives back, unless this throws. */
    <T> T keeping(SourceRequest request, String operation, Asking<T> asking) {
        return ask(request, operation, asking, true);
    }

    private <T> T ask(SourceRequest request, String operation, Asking<T> asking, boolean keep) {
        for (int tries = 1; ; tries++) {
            boolean inOrder = false;
            boolean kept = false;
            Worker worker = null;
            try {
                worker = lease();
                T answer = asking.ask(worker);
                kept = keep;
                inOrder = true;
                return answer;
            } catch (PythonException e) {
                inOrder = true;
                throw SourceFailures.of(e, request, operation);
            } catch (WorkerLostException lost) {
                if (tries == MOST_TRIES) {
                    throw Losses.during(operation, request.name(), lost);
                }
            } catch (InterruptedException e) {
                throw interrupted(operation, request.name());
            } finally {
                if (worker != null && !kept) {
                    giveBack(worker, inOrder);
                }
            }
        }
    }

    /** The thread stays interrupted. */
    static CancellationException interrupted(String operation, String source) {
        Thread.currentThread().interrupt();
        return new CancellationException("the " + operation + " of " + source + " was interrupted");
    }

    /** @param inOrder whether it may serve others: it is ended if not */
    void giveBack(Worker worker, boolean inOrder) {
        if (inOrder && !closed) {
            pool.giveBack(worker);
        } else {
            pool.discard(worker);
        }
    }

    /** Has a worker drop what it knows by a number, and gives it back: ended, if it does not answer. */
    void giveBackWithout(Worker worker, String kind, long number) {
        boolean inOrder = false;
        try {
            inOrder = Replay.forgetting(worker, kind, number).isAnsweredWithin(DROP_PATIENCE);
        } catch (WorkerLostException e) {
            // The worker goes with what it knows.
        } finally {
            giveBack(worker, inOrder);
        }
    }

    /**
     * The memory that a worker shares with this process, with some slots free.
     *
     * @return memory that stays until the caller closes it, though the worker end
     */
    WorkerMemory memory(Worker worker) throws WorkerLostException, InterruptedException {
        WorkerMemory memory = worker.memory();
        if (memory != null && memory.free().size() >= Math.min(FEWEST_SLOTS, slots) && memory.tryUse()) {
            return memory;
        }
        // Somebody keeps batches in the old slots: they stay where they are until he closes them.
        WorkerMemory fresh = WorkerMemory.allocate(slots, slotBytes);
        try {
            Map<String, Object> shared = new HashMap<>(fresh.address());
            shared.put("slots", (long) slots);
            shared.put("size", slotBytes);
            Call.share(worker, shared);
            fresh.attached();
        } catch (Throwable e) {
            fresh.close();
            throw e;
        }
        boolean ignored = fresh.tryUse(); // before the worker has it, whose end may close it
        worker.share(fresh);
        return fresh;
    }

    /** Stops all tasks and ends all workers; twice does no harm. */
    @Override
    public void close() {
        closed = true;
        WorkerTask.stop(List.copyOf(tasks));
        pool.close();
    }
}
