package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.spi.rows.RowBuilder;

/**
 * How the values of rows come to Java. Confined to the reading of a partition, one thread at a time.
 *
 * <p>Whichever it is, a row comes out as the same values, or as the same error.
 */
sealed interface RowCarrier permits ObjectRows, MarshalledRows {
    /** Asks the source for rows, or whatever else it yields; None at the end. */
    PyObject take(PyObject reading, int most);

    /** Takes those rows that are there while {@link #take} waits for more, on another thread; None if it has no rows yet. */
    PyObject steal(PyObject reading);

    /** Whether what was taken are rows. */
    boolean isRows(PyObject taken);

    /**
     * Writes rows that were taken, or were stolen, and ends them: those before the first that is refused. Why it was is
     * raised when more are taken.
     */
    void write(Python py, PyObject reading, PyObject taken, boolean stolen, RowBuilder builder);
}
