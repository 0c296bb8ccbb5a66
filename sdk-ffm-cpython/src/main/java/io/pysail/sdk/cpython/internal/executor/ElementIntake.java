package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.spi.BatchReceiver;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Takes over, one batch at a time, what a source's {@code read} gives: arrays, and streams of them.
 *
 * <p>Confined to the thread that reads.
 */
final class ElementIntake implements AutoCloseable {
    private final Python py;
    private final Iterator<PyObject> elements;
    private final ArrowCapsules capsules;
    private final BatchReceiver receiver;

    /** The stream that is being emptied. */
    private @Nullable ArrowStream stream;

    private long rows;

    ElementIntake(Python py, PyObject reading, BatchReceiver receiver) {
        this.py = py;
        this.elements = reading.iterate().iterator();
        this.capsules = ArrowCapsules.of(py.runtime());
        this.receiver = receiver;
    }

    /** How many rows the receiver was given. */
    long rows() {
        return rows;
    }

    /** Gives the receiver the next batch, or finds that there is none yet; false at the end. */
    boolean takeNext() {
        ArrowStream open = stream;
        if (open != null) {
            takeNext(open);
            return true;
        }
        if (!elements.hasNext()) {
            return false;
        }
        PyObject element = elements.next();
        if (ArrowCapsules.isStream(element)) {
            stream = capsules.takeStream(py, element);
        } else {
            give(capsules.takeBatch(element));
        }
        return true;
    }

    private void takeNext(ArrowStream open) {
        // Its function may wait for another thread of Python.
        ArrowBatch batch = py.detach(open::next);
        if (batch == null) {
            close();
        } else {
            give(batch);
        }
    }

    private void give(ArrowBatch batch) {
        long count = batch.rowCount();
        receiver.give(batch);
        rows += count;
    }

    /** Releases the stream that was not emptied. */
    @Override
    public void close() {
        if (stream != null) {
            stream.close();
            stream = null;
        }
    }
}
