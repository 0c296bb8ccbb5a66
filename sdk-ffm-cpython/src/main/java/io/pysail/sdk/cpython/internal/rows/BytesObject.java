package io.pysail.sdk.cpython.internal.rows;

import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;

/** What an object of {@code bytes} holds, read where it is. */
public final class BytesObject {
    private static final ObjectCalls CALLS = new ObjectCalls();

    private BytesObject() {}

    /**
     * Whether an object is exact {@code bytes}.
     *
     * @param object any object
     * @return true if so
     */
    public static boolean is(PyObject object) {
        return CALLS.typeOf(object.identity()) == Types.BYTES;
    }

    /**
     * The bytes themselves, which never change.
     *
     * @param object an object of exact {@code bytes}, which the caller keeps alive while it reads
     * @return its memory
     */
    public static MemorySegment memory(PyObject object) {
        MemorySegment bytes = MemorySegment.ofAddress(object.identity());
        return ObjectMemory.ALL.asSlice(CPython.PyBytes_AsString(bytes).address(), CPython.PyBytes_Size(bytes));
    }
}
