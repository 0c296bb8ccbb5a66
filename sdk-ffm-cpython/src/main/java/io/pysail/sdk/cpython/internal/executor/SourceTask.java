package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.StreamFailedException;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.TaskInterrupter;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.rows.RowSchemaException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A partition's part of a source's code, on a thread of Python's that it has for itself from the first row to the last
 * {@code finally}.
 *
 * <p>It stops in steps: the source is asked for no more, or given no more, and its generator is closed; if that takes too
 * long an exception is raised in it; if that does not help either, the thread is left behind.
 *
 * <p>Thread-safe.
 */
abstract class SourceTask implements RunningTask {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    /** How long a source may take from one row or batch to the next, and to clean up, once it is to stop. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final RunningTasks tasks;
    private final PythonRuntime runtime;
    private final SourceRequest request;
    private final String source;
    private final String operation;
    private final int partition;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile @Nullable TaskInterrupter interrupter;

    /** The thread that runs it, while it does; guarded by this, so that it is not interrupted once it does something else. */
    private @Nullable Thread thread;

    private boolean interrupted;
    private boolean abandoned;

    /**
     * @param source what it is called in errors
     * @param operation {@code read} or {@code write}
     */
    SourceTask(RunningTasks tasks, SourceRequest request, String source, String operation, int partition) {
        this.tasks = tasks;
        this.runtime = tasks.runtime();
        this.request = request;
        this.source = source;
        this.operation = operation;
        this.partition = partition;
    }

    /**
     * Runs the source's code to its end, attached.
     *
     * @return tells the end to whoever waits for it
     */
    abstract Runnable work(Python py);

    /** Tells whoever waits that it failed. */
    abstract void failed(SailException error);

    /** Whether it is to come to its end. */
    final boolean isStopping() {
        return stopping;
    }

    final String source() {
        return source;
    }

    final void begin() {
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
            Runnable done = py.scope(this::work);
            own.end(py);
            done.run();
        } catch (Throwable e) {
            own.end(py);
            failed(stopping ? closedMeanwhile() : failure(e));
        } finally {
            end();
        }
    }

    private SailException failure(Throwable thrown) {
        return switch (thrown) {
            case PythonException raised -> SourceFailures.of(raised, request, operation);
            case SailException error -> error;
            case StreamFailedException failed ->
                DataSourceException.of(
                        "PYTHON_EXCEPTION", source, operation, String.valueOf(failed.getMessage()), failed);
            case ArrowDataException malformed -> SourceFailures.of(malformed, source, operation);
            case RowSchemaException unsupported -> SourceFailures.of(unsupported, source, operation);
            default -> InternalException.of("the " + operation + " of " + source + " failed: " + thrown, thrown);
        };
    }

    /** Something is missing: that must not look like the end. */
    final UsageException closedMeanwhile() {
        return UsageException.of("the executor was closed during the " + operation + " of " + source);
    }

    @Override
    public final void requireMayWait() {
        if (PythonRuntime.isAttached()) {
            throw waitingAttached();
        }
    }

    @Override
    public final synchronized void cancel() {
        stopping = true;
        if (thread != null) {
            thread.interrupt(); // it may wait for room that nobody makes, or for batches that do not come
        }
    }

    @Override
    public final void close() {
        Answers.waitDetached(runtime, this::stop);
    }

    private void stop() {
        stop(List.of(this));
    }

    /** Stops several tasks together, so that all that hang take no longer than one. */
    static void stop(List<SourceTask> tasks) {
        tasks.forEach(SourceTask::cancel);
        awaitEnd(tasks);
        tasks.forEach(SourceTask::interrupt);
        awaitEnd(tasks);
        tasks.forEach(SourceTask::abandonIfRunning);
    }

    /** Waits a while for the end of all, though this thread be interrupted, which it stays: the wait is short. */
    private static void awaitEnd(List<SourceTask> tasks) {
        boolean interrupted = Thread.interrupted();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (SourceTask task : tasks) {
            boolean waited = false;
            while (!waited) {
                try {
                    var _ = task.ended.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
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
        TaskInterrupter running = interrupter;
        if (ended.getCount() > 0 && !interrupted && running != null) {
            interrupted = true;
            LOGGER.log(DEBUG, "{0} does not stop: raising an exception in it", source);
            // On another thread: attaching takes as long as somebody holds the GIL.
            var _ = runtime.submitLong(py -> {
                running.raise(py, SourceCode.execution(py).attr("ReadCancelled"));
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
            RunningTasks.abandon();
        }
        LOGGER.log(
                WARNING,
                "{0} does not stop the {1} of partition {2}: its thread is left behind",
                source,
                operation,
                partition);
    }

    private void end() {
        synchronized (this) {
            thread = null;
            var _ = Thread.interrupted();
            if (abandoned) {
                RunningTasks.recovered();
            }
            ended.countDown();
        }
        tasks.ended(this);
    }

    private IllegalStateException waitingAttached() {
        return new IllegalStateException("this thread is attached to Python, and " + source
                + " cannot go on while it waits: wait within py.detach(() -> …)");
    }
}
