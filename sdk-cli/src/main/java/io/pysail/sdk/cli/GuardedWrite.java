package io.pysail.sdk.cli;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A write that a signal may end at any time: it aborts, unless its commit has begun, which is waited for.
 *
 * <p>Thread-safe.
 */
final class GuardedWrite implements AutoCloseable {
    private final WriteJob job;
    private final List<TaskWriter> tasks = new ArrayList<>();

    /** Held by who commits or aborts; whoever comes second waits for the end of it. */
    private final ReentrantLock ending = new ReentrantLock();

    /** @param job is taken over */
    GuardedWrite(WriteJob job, int parallel) {
        this.job = job;
        try {
            for (int i = 0; i < parallel; i++) {
                tasks.add(job.task(i));
            }
        } catch (Throwable e) {
            job.close();
            throw e;
        }
    }

    /** The writers of its tasks, by their numbers. */
    List<TaskWriter> tasks() {
        return tasks;
    }

    void commit(List<CommitMessage> messages) {
        ending.lock();
        try {
            job.commit(messages);
        } finally {
            ending.unlock();
        }
    }

    /** Aborts, unless it was committed. */
    @Override
    public void close() {
        ending.lock();
        try (job) {
            // All together, so that several that hang take no longer than one.
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                tasks.forEach(task -> threads.execute(task::close));
            }
        } finally {
            ending.unlock();
        }
    }
}
