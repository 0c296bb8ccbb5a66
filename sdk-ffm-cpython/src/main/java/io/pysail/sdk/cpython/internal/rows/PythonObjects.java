package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.spi.rows.CellSink;

/**
 * How the values of Python objects are read. Borrows what it is given; what it returns is borrowed from that.
 *
 * <p>Each method is for objects of one exact type, which the caller has looked at; none runs code of a source.
 *
 * <p>Confined to the thread that reads.
 */
sealed interface PythonObjects permits ObjectMemory, ObjectCalls {
    /** The address of an object's type, to be compared with those of {@link Types}. */
    long typeOf(long object);

    long tupleSize(long tuple);

    long tupleItem(long tuple, long index);

    long listSize(long list);

    long listItem(long list, long index);

    /** The value of an {@code int}; if it has more than 64 bits, {@link #tooBig} is true afterwards. */
    long integer(long object);

    /** Whether the last {@link #integer} had more than 64 bits. */
    boolean tooBig();

    double floating(long object);

    /** Gives a {@code str} to a column; false if the column takes none, or not this one. */
    boolean text(long object, CellSink sink);

    /** Gives {@code bytes} to a column; false if the column takes none, or not these. */
    boolean bytes(long object, CellSink sink);
}
