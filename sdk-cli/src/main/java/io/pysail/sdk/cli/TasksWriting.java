package io.pysail.sdk.cli;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cli.input.BatchInput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Deals the batches of an input out to tasks, each with a thread of its own. They take them in turn: the first ones in the
 * order of the tasks, later ones as they come back for more.
 *
 * <p>Used once, by one thread.
 */
final class TasksWriting {
    private static final long MILLIS_BETWEEN_LOOKS = 100;

    private final BatchInput input;
    private final List<TaskWriter> tasks;
    private final Consumer<ArrowBatch> written;

    /** Guards the input, and what is below. Fair, so that they take turns. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private final Condition begun = turn.newCondition();
    private int tasksBegun;
    private boolean ended;

    /** @param written is told of each batch that a task has taken, by one thread at a time */
    TasksWriting(BatchInput input, List<TaskWriter> tasks, Consumer<ArrowBatch> written) {
        this.input = input;
        this.tasks = tasks;
        this.written = written;
    }

    /** Writes all there is; the first failure stops the others, and is thrown. */
    List<CommitMessage> run() throws IOException {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("sail-write-", 0).factory())) {
            ExecutorCompletionService<CommitMessage> workers = new ExecutorCompletionService<>(threads);
            for (TaskWriter task : tasks) {
                var _ = workers.submit(() -> write(task));
            }
            return await(workers, threads);
        }
    }

    private List<CommitMessage> await(ExecutorCompletionService<CommitMessage> workers, ExecutorService threads)
            throws IOException {
        List<CommitMessage> messages = new ArrayList<>();
        Throwable failure = null;
        int ended = 0;
        while (ended < tasks.size()) {
            try {
                Future<CommitMessage> first = workers.poll(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    ended++;
                    messages.add(first.get());
                } else if (failure == null) {
                    failure = failureOfSource();
                    if (failure != null) {
                        stop(threads);
                    }
                }
            } catch (ExecutionException e) {
                if (failure == null) {
                    failure = e.getCause();
                    stop(threads);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                stop(threads);
                throw new CancellationException("the write was interrupted");
            }
        }
        Workers.rethrow(failure);
        return messages;
    }

    /** While rows are waited for, nobody writes who would be told. */
    private @Nullable Throwable failureOfSource() {
        return tasks.stream()
                .flatMap(task -> task.failure().stream())
                .findFirst()
                .orElse(null);
    }

    /** Whoever waits for a source is cancelled, and whoever waits for the input is interrupted. */
    private void stop(ExecutorService threads) {
        tasks.forEach(TaskWriter::cancel);
        threads.shutdownNow();
    }

    private CommitMessage write(TaskWriter task) throws IOException, InterruptedException {
        while (true) {
            try (ArrowBatch batch = next(task.partition())) {
                if (batch == null) {
                    break;
                }
                task.write(batch);
                synchronized (written) {
                    written.accept(batch);
                }
            }
        }
        return task.finish();
    }

    private @Nullable ArrowBatch next(int task) throws IOException, InterruptedException {
        turn.lockInterruptibly();
        try {
            while (!ended && tasksBegun < tasks.size() && tasksBegun != task) {
                begun.await();
            }
            ArrowBatch batch = ended ? null : input.next();
            ended = batch == null;
            if (tasksBegun == task) {
                tasksBegun++;
            }
            begun.signalAll();
            return batch;
        } finally {
            turn.unlock();
        }
    }
}
