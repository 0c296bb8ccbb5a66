package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.rows.RowBuilder;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Collects the rows of a partition in batches. A batch leaves when it is full, and when it is old: then also the rows
 * leave that the source has yielded since it was asked for several, though it takes its time for the next.
 *
 * <p>Thread-safe: the thread that reads writes rows, and another one looks after old ones. Whoever waits for the other is
 * detached, since the other may want the GIL; and whoever takes rows from Python holds the lock before, so that rows keep
 * their order.
 */
final class RowIntake {
    /** How old a row may be before it leaves in a batch that is not full. */
    private static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** How much memory the rows of a batch may take before it leaves: values may be long. */
    private static final long MOST_BYTES = 32L << 20;

    /** How seldom, at worst, it is looked whether a source that takes its time has yielded another row. */
    private static final long SELDOM_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final RowCarrier carrier;
    private final PythonRuntime runtime;
    private final PyRef reading;
    private final BatchReceiver receiver;
    private final RowBuilder builder;
    private final int rowsPerBatch;
    private final ChunkSize chunk = new ChunkSize();
    private final ReentrantLock writing = new ReentrantLock();
    private final Linger.Registration linger;

    /** When the source was asked for what it has not given yet; 0 if it was not. */
    private volatile long asked;

    /** How long it is waited before its rows are looked after; guarded by writing, as all below. */
    private long patience = LONGEST_NANOS;

    private long begun;
    private long rows;
    private boolean refused;
    private boolean closed;

    /** Set while a batch is given away, and for good if that failed: then nobody knows what the builder has. */
    private boolean broken;

    /** Why rows are missing that another thread was to write or give away; an error, too, or they would be lost unseen. */
    private @Nullable Throwable failure;

    RowIntake(
            RowCarrier carrier,
            Python py,
            PyObject reading,
            ArrowSchema schema,
            ReadTask task,
            BatchReceiver receiver) {
        this.carrier = carrier;
        this.runtime = py.runtime();
        this.receiver = receiver;
        this.rowsPerBatch = task.rowsPerBatch();
        this.builder = RowBuilder.of(schema);
        this.reading = reading.toRef();
        this.linger = Linger.register(this::lookAfterOldRows);
    }

    /** What the source yields next: rows, no more than are wanted, or something else; None at the end. */
    PyObject take(Python py, PyObject from, long wanted) {
        int most = (int) Math.min(Math.min(chunk.size(), wanted), room(py));
        long start = System.nanoTime();
        asked = start;
        try {
            return carrier.take(from, most);
        } finally {
            asked = 0;
            chunk.took(System.nanoTime() - start);
        }
    }

    private long room(Python py) {
        lock(py);
        try {
            return rowsPerBatch - builder.rowCount();
        } finally {
            writing.unlock();
        }
    }

    /**
     * Writes rows.
     *
     * @throws PythonException if one that was written before, on another thread, was refused
     */
    void write(Python py, PyObject from, PyObject taken) {
        lock(py);
        try {
            requireAll();
            if (!refused) {
                writeLocked(py, from, taken, false);
            }
            if (builder.rowCount() == rowsPerBatch || builder.filledBytes() > MOST_BYTES) {
                give();
            }
        } finally {
            writing.unlock();
        }
        if (refused) {
            from.callMethod("refusal"); // raises
        }
    }

    private void writeLocked(Python py, PyObject from, PyObject taken, boolean stolen) {
        long before = builder.rowCount();
        if (before == 0) {
            begun = System.nanoTime();
        }
        long bytesBefore = builder.filledBytes();
        carrier.write(py, from, taken, stolen, builder);
        long written = builder.rowCount() - before;
        chunk.wrote(written, builder.filledBytes() - bytesBefore);
        rows += written;
    }

    /** How many rows were written. */
    long rows(Python py) {
        lock(py);
        try {
            return rows;
        } finally {
            writing.unlock();
        }
    }

    /**
     * Finds out whether rows are missing, once the source has no more.
     *
     * @throws RuntimeException if another thread failed with some of them
     */
    void end(Python py) {
        lock(py);
        try {
            requireAll();
        } finally {
            writing.unlock();
        }
    }

    private void requireAll() {
        switch (failure) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError(e); // nothing throws it
        }
    }

    private void give() {
        if (builder.rowCount() > 0 && !broken) {
            broken = true;
            receiver.give(builder.finish());
            broken = false;
        }
    }

    /** On a thread that never attaches, and never waits. */
    private void lookAfterOldRows() {
        if (!receiver.hasRoom() || !writing.tryLock()) {
            return; // nobody waits for rows, or some are just being written
        }
        long now = System.nanoTime();
        boolean overdue = false;
        try {
            if (!closed && builder.rowCount() > 0 && now - begun >= LONGEST_NANOS) {
                give();
            }
            long since = asked;
            overdue = !closed && since != 0 && now - since >= patience;
            if (overdue) {
                patience = Math.min(SELDOM_NANOS, now - since + patience);
            }
        } catch (Throwable e) {
            failure = e; // for the thread that reads
        } finally {
            writing.unlock();
        }
        if (overdue) {
            var _ = runtime.submitLong(py -> {
                steal(py);
                return null;
            });
        }
    }

    /** Takes the rows that the source has yielded on the way to as many as it was asked for. */
    private void steal(Python py) {
        if (!writing.tryLock()) {
            return;
        }
        try {
            if (!closed && !refused && failure == null) {
                stealLocked(py, reading.bind(py));
            }
        } catch (Throwable e) {
            failure = e; // for the thread that reads
        } finally {
            writing.unlock();
        }
    }

    private void stealLocked(Python py, PyObject from) {
        try (PyObject taken = carrier.steal(from)) {
            if (carrier.isRows(taken)) {
                long before = rows;
                writeLocked(py, from, taken, true);
                refused = from.callMethod("has_refused").toBoolean();
                patience = rows > before ? LONGEST_NANOS : patience;
                give();
            }
        }
    }

    private void lock(Python py) {
        if (!writing.tryLock()) {
            py.detach(() -> {
                writing.lock();
                return null;
            });
        }
    }

    /** Gives away what there is: there will be no more. */
    void close(Python py) {
        linger.close();
        lock(py);
        try {
            closed = true;
            give();
            builder.close();
            reading.close();
        } finally {
            writing.unlock();
        }
    }
}
