package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;

/** Calls of Python objects by address. The thread is attached. */
final class Calls {
    private Calls() {}

    /**
     * Calls a callable.
     *
     * <p>Borrows the callable and the keywords; takes the tuple of arguments over, also when this throws.
     *
     * @param keywords a dict, or NULL
     * @return a new reference, owned by the caller
     * @throws PythonException what the call raised
     */
    static MemorySegment call(MemorySegment callable, MemorySegment arguments, MemorySegment keywords) {
        MemorySegment result = CPython.PyObject_Call(callable, arguments, keywords);
        CPython.Py_DecRef(arguments);
        return orThrow(result);
    }

    /**
     * Calls a callable without arguments; borrows it.
     *
     * @return a new reference, owned by the caller
     * @throws PythonException what the call raised
     */
    static MemorySegment call(MemorySegment callable) {
        return orThrow(CPython.PyObject_CallNoArgs(callable));
    }

    /** Passes a pointer on, or throws the pending error if it is NULL. */
    static MemorySegment orThrow(MemorySegment pointer) {
        if (pointer.address() == 0) {
            throw PendingError.take();
        }
        return pointer;
    }

    /** Throws the pending error if a function that gives an int says that it failed. */
    static int orThrow(int result) {
        if (result < 0) {
            throw PendingError.take();
        }
        return result;
    }
}
