package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.internal.rows.ChunkReader;
import io.pysail.sdk.spi.rows.CellSink;
import io.pysail.sdk.spi.rows.RowBuilder;

/** Rows as objects, which Java reads. */
final class ObjectRows implements RowCarrier {
    private final ChunkReader reader;

    ObjectRows(ChunkReader reader) {
        this.reader = reader;
    }

    @Override
    public PyObject take(PyObject reading, int most) {
        return reading.callMethod("take", most);
    }

    @Override
    public PyObject steal(PyObject reading) {
        return reading.callMethod("steal");
    }

    @Override
    public boolean isRows(PyObject taken) {
        return reader.isList(taken);
    }

    @Override
    public void write(Python py, PyObject reading, PyObject taken, boolean stolen, RowBuilder builder) {
        try {
            writeOpened(reading, taken, builder);
        } finally {
            reader.close();
        }
    }

    private void writeOpened(PyObject reading, PyObject taken, RowBuilder builder) {
        if (reader.open(taken, builder.columnCount())) {
            writeTuples(reading, taken, builder);
            return;
        }
        try (PyObject tuples = reading.callMethod("positional", taken)) {
            if (!reader.open(tuples, builder.columnCount())) {
                throw new IllegalStateException("rows are no tuples after they were made such");
            }
            writeTuples(reading, tuples, builder);
        }
    }

    private void writeTuples(PyObject reading, PyObject tuples, RowBuilder builder) {
        long before = builder.rowCount();
        int complete = reader.rowCount();
        for (int i = 0; i < builder.columnCount(); i++) {
            complete = Math.min(complete, writeColumn(reading, tuples, i, builder));
        }
        if (complete < reader.rowCount()) {
            if (!reading.callMethod("has_refused").toBoolean()) {
                throw new IllegalStateException("the source changed the list of its rows while they were read");
            }
            for (int i = 0; i < builder.columnCount(); i++) {
                builder.cells(i).truncate(before + complete);
            }
        }
        builder.endRows(complete);
    }

    /** How many cells were written: fewer than there are rows if one was refused. */
    private int writeColumn(PyObject reading, PyObject tuples, int column, RowBuilder builder) {
        CellSink sink = builder.cells(column);
        int natural = builder.isNatural(column) ? reader.readColumn(column, sink) : 0;
        if (natural == reader.rowCount()) {
            return natural;
        }
        try (PyObject converted = reading.callMethod("column", tuples, column, natural)) {
            return natural + reader.readValues(converted, sink);
        }
    }
}
