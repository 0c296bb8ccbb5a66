package io.pysail.sdk.cpython.internal.rows;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.spi.rows.CellSink;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Reads objects by functions of the C API, which every CPython has. */
final class ObjectCalls implements PythonObjects {
    /** Where a function writes a result of its own. It lives as long as this. */
    private final MemorySegment result = Arena.ofAuto().allocate(JAVA_INT);

    private boolean tooBig;

    @Override
    public long typeOf(long object) {
        MemorySegment type = CPython.PyObject_Type(at(object));
        // The object keeps its type, so that its address stays that type's.
        CPython.Py_DecRef(type);
        return type.address();
    }

    @Override
    public long tupleSize(long tuple) {
        return CPython.PyTuple_Size(at(tuple));
    }

    @Override
    public long tupleItem(long tuple, long index) {
        return CPython.PyTuple_GetItem(at(tuple), index).address();
    }

    @Override
    public long listSize(long list) {
        return CPython.PyList_Size(at(list));
    }

    @Override
    public long listItem(long list, long index) {
        return CPython.PyList_GetItem(at(list), index).address();
    }

    @Override
    public long integer(long object) {
        long value = CPython.PyLong_AsLongLongAndOverflow(at(object), result);
        tooBig = result.get(JAVA_INT, 0) != 0;
        return value;
    }

    @Override
    public boolean tooBig() {
        return tooBig;
    }

    @Override
    public double floating(long object) {
        return CPython.PyFloat_AsDouble(at(object));
    }

    @Override
    public boolean text(long object, CellSink sink) {
        return textByCall(object, sink);
    }

    /** Not a critical call: a lone surrogate raises, which allocates, which may run the garbage collector. */
    static boolean textByCall(long object, CellSink sink) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment size = call.allocate(JAVA_LONG);
            MemorySegment utf8 = CPython.PyUnicode_AsUTF8AndSize(at(object), size);
            if (utf8.address() == 0) {
                CPython.PyErr_Clear();
                return false;
            }
            return sink.acceptText(ObjectMemory.ALL, utf8.address(), size.get(JAVA_LONG, 0), false);
        }
    }

    @Override
    public boolean bytes(long object, CellSink sink) {
        MemorySegment bytes = at(object);
        return sink.acceptBytes(
                ObjectMemory.ALL, CPython.PyBytes_AsString(bytes).address(), CPython.PyBytes_Size(bytes));
    }

    private static MemorySegment at(long object) {
        return MemorySegment.ofAddress(object);
    }
}
