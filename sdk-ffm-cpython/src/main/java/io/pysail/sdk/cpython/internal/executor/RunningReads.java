package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.ScanPlan;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The reads of an executor, and those that did not stop when they were told to.
 *
 * <p>Thread-safe.
 */
final class RunningReads {
    /** More sources than these that hang, each with a thread, and the process needs a new start. */
    static final int MOST_ABANDONED = 64;

    private static final AtomicInteger ABANDONED = new AtomicInteger();

    private final PythonRuntime runtime;
    private final Set<PartitionRead> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    RunningReads(PythonRuntime runtime) {
        this.runtime = runtime;
    }

    /** Begins to read in Python; runs attached, on the thread that goes on with it. */
    interface Start {
        PyObject start(Python py, PartitionPlan partition, ReadTask task);
    }

    PartitionRead start(ScanPlan plan, PartitionPlan partition, ReadTask task, BatchReceiver receiver, Start start) {
        requireOpen();
        if (ABANDONED.get() >= MOST_ABANDONED) {
            throw tooManyAbandoned();
        }
        PartitionRead read = new PartitionRead(this, runtime, plan, partition, task, receiver, start);
        running.add(read);
        read.begin();
        if (closed) {
            read.close(); // whoever closed may have looked before it was there
        }
        return read;
    }

    void requireOpen() {
        if (closed) {
            throw new IllegalStateException("this executor is closed: open another one");
        }
    }

    void ended(PartitionRead read) {
        running.remove(read);
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

    /** Stops all reads; twice does no harm. */
    void close() {
        closed = true;
        Answers.waitDetached(runtime, () -> PartitionRead.stop(List.copyOf(running)));
    }

    private static EnvironmentException tooManyAbandoned() {
        return EnvironmentException.of(
                MOST_ABANDONED + " reads of sources that do not stop still run in this process",
                "start the process anew, or run such sources in processes of their own");
    }
}
