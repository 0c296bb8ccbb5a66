package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.ReadTask;
import org.jspecify.annotations.Nullable;

/**
 * Takes over what a source's {@code read} gives: Arrow arrays, streams of them, or rows.
 *
 * <p>Confined to the thread that reads.
 */
final class ElementIntake implements AutoCloseable {
    private final Python py;
    private final PyObject reading;
    private final ArrowSchema schema;
    private final ReadTask task;
    private final ArrowCapsules capsules;
    private final BatchReceiver receiver;
    private final RowCarrier carrier;

    /** The stream that is being emptied. */
    private @Nullable ArrowStream stream;

    /** The rows, if they come as such. */
    private @Nullable RowIntake rows;

    private long batchRows;

    ElementIntake(Python py, PyObject reading, ArrowSchema schema, ReadTask task, BatchReceiver receiver) {
        this.py = py;
        this.reading = reading;
        this.schema = schema;
        this.task = task;
        this.capsules = ArrowCapsules.of(py.runtime());
        this.receiver = receiver;
        this.carrier = RowCarriers.choose(py);
    }

    /** Whether there are as many rows as the task wants. */
    boolean hasAll() {
        return wanted() <= 0;
    }

    private long wanted() {
        return task.rowLimit() - (rows == null ? batchRows : rows.rows(py));
    }

    /** Takes what comes next, or finds that there is none yet; false at the end. */
    boolean takeNext() {
        ArrowStream open = stream;
        if (open != null) {
            takeNext(open);
            return true;
        }
        try (PyObject taken = ask()) {
            if (taken.isNone()) {
                return false;
            }
            take(taken);
        }
        return true;
    }

    private PyObject ask() {
        RowIntake intake = rows;
        return intake == null ? carrier.take(reading, 1) : intake.take(py, reading, wanted());
    }

    private void take(PyObject taken) {
        if (carrier.isRows(taken)) {
            if (rows == null) {
                rows = new RowIntake(carrier, py, reading, schema, task, receiver);
            }
            rows.write(py, reading, taken);
        } else if (ArrowCapsules.isStream(taken)) {
            stream = capsules.takeStream(py, taken);
        } else {
            give(capsules.takeBatch(taken));
        }
    }

    private void takeNext(ArrowStream open) {
        // Its function may wait for another thread of Python.
        ArrowBatch batch = py.detach(open::next);
        if (batch == null) {
            closeStream();
        } else {
            give(batch);
        }
    }

    private void give(ArrowBatch batch) {
        long count = batch.rowCount();
        receiver.give(batch);
        batchRows += count;
    }

    /**
     * Makes sure that nothing is missing of what came.
     *
     * @throws RuntimeException if another thread failed with rows that it took
     */
    void end() {
        if (rows != null) {
            rows.end(py);
        }
    }

    /** Gives away rows that wait for more, of which there will be none, and releases the stream that was not emptied. */
    @Override
    public void close() {
        closeStream();
        if (rows != null) {
            rows.close(py);
            rows = null;
        }
    }

    private void closeStream() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
