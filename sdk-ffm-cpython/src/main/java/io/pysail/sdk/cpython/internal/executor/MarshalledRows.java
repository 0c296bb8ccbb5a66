package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.rows.BytesObject;
import io.pysail.sdk.spi.rows.RowBuilder;
import io.pysail.sdk.spi.rows.RowDecoder;
import java.lang.foreign.MemorySegment;

/** Rows as bytes of CPython's {@code marshal}, which Java decodes while other threads run Python. */
final class MarshalledRows implements RowCarrier {
    private final RowDecoder decoder = RowDecoder.create();

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
        int unnatural = decode(py, taken, builder);
        for (int tries = 0; unnatural >= 0; tries++) {
            if (tries == builder.columnCount()) {
                throw notConverted(unnatural);
            }
            try (PyObject again = reading.callMethod("marshal_again", unnatural, stolen)) {
                unnatural = decode(py, again, builder);
            }
        }
    }

    /** The column that Python has to convert; -1 if all rows were written. */
    private int decode(Python py, PyObject bytes, RowBuilder builder) {
        MemorySegment memory = BytesObject.memory(bytes);
        return py.detach(() -> switch (decoder.decode(memory, builder)) {
            case RowDecoder.Decoded _ -> -1;
            case RowDecoder.Unnatural(int column, long _) -> column;
        });
    }

    private static IllegalStateException notConverted(int column) {
        return new IllegalStateException("column " + column + " is not natural after it was converted");
    }
}
