package io.pysail.sdk.cpython;

import static java.lang.foreign.ValueLayout.ADDRESS;

import io.pysail.sdk.cpython.internal.capi.LibPython;
import java.lang.foreign.MemorySegment;

/**
 * Objects that live as long as the interpreter: singletons and built-in types, borrowed from it for ever.
 *
 * <p>The main interpreter's; type objects are the same in sub-interpreters, exceptions and singletons too.
 */
final class Builtins {
    private static final MemorySegment NONE = LibPython.address("_Py_NoneStruct");
    private static final MemorySegment TRUE = LibPython.address("_Py_TrueStruct");
    private static final MemorySegment FALSE = LibPython.address("_Py_FalseStruct");
    private static final MemorySegment FLOAT = LibPython.address("PyFloat_Type");
    private static final MemorySegment BYTE_ARRAY = LibPython.address("PyByteArray_Type");

    private Builtins() {}

    static MemorySegment none() {
        return NONE;
    }

    static boolean isNone(MemorySegment object) {
        return object.address() == NONE.address();
    }

    static boolean isTrue(MemorySegment object) {
        return object.address() == TRUE.address();
    }

    static boolean isFalse(MemorySegment object) {
        return object.address() == FALSE.address();
    }

    static MemorySegment floatType() {
        return FLOAT;
    }

    static MemorySegment byteArrayType() {
        return BYTE_ARRAY;
    }

    /** A built-in exception's type; the name is that of the C variable, such as {@code PyExc_RuntimeError}. */
    static MemorySegment exception(String name) {
        // SAFETY: each PyExc_ variable of libpython is one pointer, set when the interpreter started.
        @SuppressWarnings("restricted")
        MemorySegment variable = LibPython.address(name).reinterpret(ADDRESS.byteSize());
        return variable.get(ADDRESS, 0);
    }
}
