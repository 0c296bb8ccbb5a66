package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.spi.rows.CellSink;
import io.pysail.sdk.spi.rows.DoubleSink;
import io.pysail.sdk.spi.rows.FixedListSink;
import io.pysail.sdk.spi.rows.ListSink;
import io.pysail.sdk.spi.rows.LongSink;
import io.pysail.sdk.spi.rows.StructSink;
import io.pysail.sdk.spi.rows.TextSink;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;

/**
 * Writes the cells of a list of rows into columns, one column after the other.
 *
 * <p>The rows are kept alive from {@link #open} to {@link #close}: whatever is called meanwhile may run Python code of the
 * source, which may empty the list that they came in. Lists of values stay the caller's, who keeps them alive and unchanged.
 * Confined to whoever holds the GIL.
 */
public final class ChunkReader implements AutoCloseable {
    /** Of the widest decimals. */
    private static final int MOST_BITS = 256;

    private final PythonObjects objects;
    private long[] rows = new long[64];
    private long[] cells = new long[64];
    private int rowCount;

    /** A tuple of the rows, which nobody can change; null if none are open. It is owned. */
    private MemorySegment kept = MemorySegment.NULL;

    ChunkReader(PythonObjects objects) {
        this.objects = objects;
    }

    /**
     * Whether an object is an exact list.
     *
     * @param object any object
     * @return true if so
     */
    public boolean isList(PyObject object) {
        return objects.typeOf(object.identity()) == Types.LIST;
    }

    /**
     * Looks at a list of rows, and keeps them.
     *
     * @param chunk a list
     * @param width how many values a row has
     * @return false if one of them is something else than an exact tuple of so many values
     */
    public boolean open(PyObject chunk, int width) {
        close();
        kept = CPython.PyList_AsTuple(MemorySegment.ofAddress(chunk.identity()));
        if (kept.address() == 0) {
            CPython.PyErr_Clear();
            throw new OutOfMemoryError("Python has no memory for a list of rows");
        }
        long tuple = kept.address();
        rowCount = fitting(objects.tupleSize(tuple));
        for (int i = 0; i < rowCount; i++) {
            long row = objects.tupleItem(tuple, i);
            if (objects.typeOf(row) != Types.TUPLE || objects.tupleSize(row) != width) {
                return false;
            }
            rows[i] = row;
        }
        return true;
    }

    /** Lets go of the rows; needs the GIL. */
    @Override
    public void close() {
        if (kept.address() != 0) {
            MemorySegment released = kept;
            kept = MemorySegment.NULL;
            CPython.Py_DecRef(released);
        }
    }

    /**
     * How many rows the list had.
     *
     * @return the number
     */
    public int rowCount() {
        return rowCount;
    }

    /**
     * Writes a column of the rows, up to the first value that is not of the column's own type.
     *
     * @param column its position
     * @param sink where the values go
     * @return how many were written
     */
    public int readColumn(int column, CellSink sink) {
        for (int i = 0; i < rowCount; i++) {
            cells[i] = objects.tupleItem(rows[i], column);
        }
        return write(rowCount, sink);
    }

    /**
     * Writes a list of values.
     *
     * @param values a list
     * @param sink where they go
     * @return how many the list had
     * @throws IllegalStateException if one is not of the column's own type
     */
    public int readValues(PyObject values, CellSink sink) {
        long list = values.identity();
        int count = fitting(objects.listSize(list));
        for (int i = 0; i < count; i++) {
            cells[i] = objects.listItem(list, i);
        }
        int written = write(count, sink);
        if (written < count) {
            throw unfit(written, count);
        }
        return count;
    }

    private int fitting(long count) {
        int size = Math.toIntExact(count);
        if (size > rows.length) {
            rows = new long[size];
            cells = new long[size];
        }
        return size;
    }

    /** The loops of the commonest columns are apart, so that each knows its sink when it is compiled. */
    private int write(int count, CellSink sink) {
        return switch (sink) {
            case LongSink longs -> writeLongs(count, longs);
            case DoubleSink doubles -> writeDoubles(count, doubles);
            case TextSink texts -> writeTexts(count, texts);
            default -> writeAny(count, sink);
        };
    }

    private int writeLongs(int count, LongSink sink) {
        int i = 0;
        boolean fits = true;
        while (fits && i < count) {
            long cell = cells[i];
            if (objects.typeOf(cell) == Types.INT) {
                long value = objects.integer(cell);
                fits = objects.tooBig() ? writeBig(cell, sink) : sink.accept(value);
            } else {
                fits = write(cell, sink);
            }
            i += fits ? 1 : 0;
        }
        return i;
    }

    private int writeDoubles(int count, DoubleSink sink) {
        int i = 0;
        boolean fits = true;
        while (fits && i < count) {
            long cell = cells[i];
            fits = objects.typeOf(cell) == Types.FLOAT ? sink.accept(objects.floating(cell)) : write(cell, sink);
            i += fits ? 1 : 0;
        }
        return i;
    }

    private int writeTexts(int count, TextSink sink) {
        int i = 0;
        boolean fits = true;
        while (fits && i < count) {
            long cell = cells[i];
            fits = objects.typeOf(cell) == Types.TEXT ? objects.text(cell, sink) : write(cell, sink);
            i += fits ? 1 : 0;
        }
        return i;
    }

    private int writeAny(int count, CellSink sink) {
        int i = 0;
        while (i < count && write(cells[i], sink)) {
            i++;
        }
        return i;
    }

    private boolean write(long cell, CellSink sink) {
        if (cell == Types.NONE) {
            return sink.acceptNull();
        }
        if (cell == Types.TRUE || cell == Types.FALSE) {
            return sink.accept(cell == Types.TRUE);
        }
        long type = objects.typeOf(cell);
        if (type == Types.INT) {
            long value = objects.integer(cell);
            return objects.tooBig() ? writeBig(cell, sink) : sink.accept(value);
        }
        if (type == Types.FLOAT) {
            return sink.accept(objects.floating(cell));
        }
        if (type == Types.TEXT) {
            return objects.text(cell, sink);
        }
        if (type == Types.BYTES) {
            return objects.bytes(cell, sink);
        }
        if (type == Types.LIST) {
            return writeList(cell, sink);
        }
        return type == Types.TUPLE && sink instanceof StructSink structs && writeStruct(cell, structs);
    }

    private boolean writeList(long list, CellSink sink) {
        long count = objects.listSize(list);
        return switch (sink) {
            case ListSink lists -> writeItems(list, count, lists.items()) && lists.endList(count);
            case FixedListSink lists -> writeItems(list, count, lists.items()) && lists.endList(count);
            default -> false;
        };
    }

    private boolean writeItems(long list, long count, CellSink items) {
        for (long i = 0; i < count; i++) {
            if (!write(objects.listItem(list, i), items)) {
                return false;
            }
        }
        return true;
    }

    private boolean writeStruct(long tuple, StructSink sink) {
        if (objects.tupleSize(tuple) != sink.fieldCount()) {
            return false;
        }
        for (int i = 0; i < sink.fieldCount(); i++) {
            if (!write(objects.tupleItem(tuple, i), sink.field(i))) {
                return false;
            }
        }
        return sink.endStruct();
    }

    /** Rare: the unscaled value of a long decimal, or what fits no column. */
    private static boolean writeBig(long integer, CellSink sink) {
        MemorySegment text = CPython.PyObject_Str(MemorySegment.ofAddress(integer));
        if (text.address() == 0) {
            CPython.PyErr_Clear(); // more digits than Python writes out, and than any column has
            return false;
        }
        try {
            MemorySegment digits = CPython.PyUnicode_AsUTF8AndSize(text, MemorySegment.NULL);
            BigInteger value = new BigInteger(ObjectMemory.ALL.getString(digits.address()));
            return value.bitLength() < MOST_BITS
                    && sink.acceptBig(
                            value.longValue(),
                            value.shiftRight(Long.SIZE).longValue(),
                            value.shiftRight(2 * Long.SIZE).longValue(),
                            value.shiftRight(3 * Long.SIZE).longValue());
        } finally {
            CPython.Py_DecRef(text);
        }
    }

    private static IllegalStateException unfit(int position, int count) {
        return new IllegalStateException("value " + position + " of " + count
                + " that were converted for a column does not fit it: this is a defect of the SDK");
    }
}
