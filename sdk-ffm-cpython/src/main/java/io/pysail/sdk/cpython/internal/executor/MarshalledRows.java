package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.rows.BytesObject;
import io.pysail.sdk.spi.rows.RowBuilder;
import io.pysail.sdk.spi.rows.RowDataException;
import io.pysail.sdk.spi.rows.RowDecoder;
import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/** Rows as bytes of CPython's {@code marshal}, which Java decodes while other threads run Python. */
final class MarshalledRows implements RowCarrier {
    /** Stands for the rows themselves, where a column is asked for. */
    private static final int ROWS = -1;

    /** Without a budget: the bytes are this process's own, and other carriers copy what rows share as often. */
    private final RowDecoder decoder = RowDecoder.withBudget(Long.MAX_VALUE);

    @Override
    public PyObject take(PyObject reading, int most) {
        return reading.callMethod("take_marshalled", most);
    }

    @Override
    public PyObject steal(PyObject reading) {
        return reading.callMethod("steal_marshalled");
    }

    @Override
    public boolean isRows(PyObject taken) {
        return BytesObject.is(taken);
    }

    @Override
    public void write(Python py, PyObject reading, PyObject taken, boolean stolen, RowBuilder builder) {
        OptionalInt wrong = decode(py, taken, builder, true);
        // At worst the rows have to be made tuples, and then each column converted.
        for (int tries = 0; wrong.isPresent() && tries <= builder.columnCount(); tries++) {
            try (PyObject again = reading.callMethod("marshal_again", wrong.getAsInt(), stolen)) {
                wrong = decode(py, again, builder, false);
            }
        }
        if (wrong.isPresent()) {
            throw notConverted(wrong.getAsInt());
        }
    }

    /** The column that Python has to convert, or {@link #ROWS}; nothing if all rows were written. */
    private OptionalInt decode(Python py, PyObject bytes, RowBuilder builder, boolean unseen) {
        MemorySegment memory = BytesObject.memory(bytes);
        try {
            return py.detach(() -> switch (decoder.decode(memory, builder)) {
                case RowDecoder.Decoded _ -> OptionalInt.empty();
                case RowDecoder.Unnatural(int column, long _) -> OptionalInt.of(column);
            });
        } catch (RowDataException e) {
            if (unseen) {
                return OptionalInt.of(ROWS); // Python has not looked at them: a row may be a list
            }
            throw e;
        }
    }

    private static IllegalStateException notConverted(int column) {
        return new IllegalStateException("column " + column + " is not natural after it was converted");
    }
}
