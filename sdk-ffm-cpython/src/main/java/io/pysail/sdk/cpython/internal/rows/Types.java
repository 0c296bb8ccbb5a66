package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.cpython.internal.capi.LibPython;

/** The addresses of built-in types and singletons, by which an object's exact type is told. They never change. */
final class Types {
    static final long NONE = address("_Py_NoneStruct");
    static final long TRUE = address("_Py_TrueStruct");
    static final long FALSE = address("_Py_FalseStruct");
    static final long INT = address("PyLong_Type");
    static final long FLOAT = address("PyFloat_Type");
    static final long TEXT = address("PyUnicode_Type");
    static final long BYTES = address("PyBytes_Type");
    static final long TUPLE = address("PyTuple_Type");
    static final long LIST = address("PyList_Type");

    private Types() {}

    private static long address(String symbol) {
        return LibPython.address(symbol).address();
    }
}
