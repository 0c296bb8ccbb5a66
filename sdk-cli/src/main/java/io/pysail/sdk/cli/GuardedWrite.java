package io.pysail.sdk.cli;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.SailException;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.spi.PlannedWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A write that a signal may end at any time: it aborts, unless its commit has begun, which is waited for.
 *
 * <p>Thread-safe.
 */
final class GuardedWrite implements ProcessEnd.Unfinished {
    private final WriteJob job;
    private final List<TaskWriter> tasks = new ArrayList<>();

    /** Held by who commits or aborts; whoever comes second waits for the end of it. */
    private final ReentrantLock ending = new ReentrantLock();

    private volatile State state = State.WRITING;

    private enum State {
        WRITING,
        COMMITTING,
        COMMITTED,
        ENDED
    }

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
            if (state == State.WRITING) { // and not aborted meanwhile, of which the job tells
                state = State.COMMITTING;
            }
            job.commit(messages);
            state = State.COMMITTED;
        } catch (SailException e) {
            if (!e.condition().equals(Optional.of(PlannedWrite.COMMIT_OUTCOME_UNKNOWN))) {
                state = State.ENDED;
            }
            throw e;
        } finally {
            ending.unlock();
        }
    }

    @Override
    public Optional<String> news() {
        return switch (state) {
            case WRITING -> Optional.of("the write was not aborted: what it has written may be left behind");
            case COMMITTING ->
                Optional.of("the commit had begun, and was not waited for any longer: nobody knows whether the rows are"
                        + " there, so look before you write them again");
            case COMMITTED -> Optional.of("the commit had begun, and all rows were committed");
            case ENDED -> Optional.empty();
        };
    }

    /** Aborts, unless it was committed. */
    @Override
    public void close() {
        ending.lock();
        try {
            endJob();
            if (state == State.WRITING) {
                state = State.ENDED;
            }
        } finally {
            ending.unlock();
        }
    }

    private void endJob() {
        try (job) {
            // All together, so that several that hang take no longer than one.
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                tasks.forEach(task -> threads.execute(task::close));
            }
        }
    }
}
