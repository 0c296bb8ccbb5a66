package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.cpython.PythonRuntime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reads and writes of an executor, and those that did not stop when they were told to.
 *
 * <p>Thread-safe.
 */
final class RunningTasks {
    /** More sources than these that hang, each with a thread, and the process needs a new start. */
    static final int MOST_ABANDONED = 64;

    private static final AtomicInteger ABANDONED = new AtomicInteger();

    private final PythonRuntime runtime;
    private final Set<SourceTask> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RunningTasks(PythonRuntime runtime) {
        this.runtime = runtime;
    }

    PythonRuntime runtime() {
        return runtime;
    }

    /** Begins a task, unless this is closed or too many hang. */
    SourceTask start(SourceTask task) {
        requireOpen();
        if (ABANDONED.get() >= MOST_ABANDONED) {
            throw tooManyAbandoned();
        }
        running.add(task);
        task.begin();
        if (closed) {
            task.close(); // whoever closed may have looked before it was there
        }
        return task;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this executor is closed: open another one");
        }
    }

    void ended(SourceTask task) {
        running.remove(task);
    }

    int count() {
        return running.size();
    }

    static int abandoned() {
        return ABANDONED.get();
    }

    static void abandon() {
        ABANDONED.incrementAndGet();
    }

    static void recovered() {
        ABANDONED.decrementAndGet();
    }

    /** Stops all tasks; twice does no harm. */
    void close() {
        closed = true;
        Answers.waitDetached(runtime, () -> SourceTask.stop(List.copyOf(running)));
    }

    private static EnvironmentException tooManyAbandoned() {
        return EnvironmentException.of(
                MOST_ABANDONED + " reads and writes of sources that do not stop still run in this process",
                "start the process anew, or run such sources in processes of their own");
    }
}
