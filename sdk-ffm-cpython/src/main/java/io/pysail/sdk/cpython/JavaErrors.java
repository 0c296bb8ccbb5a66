package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Java exceptions on their way into Python, as {@code JavaError}. */
final class JavaErrors {
    private JavaErrors() {}

    /**
     * Makes an exception the pending error of the calling thread, which is attached.
     *
     * <p>Throws nothing: where even that fails, a plain {@code RuntimeError} or {@code RecursionError} is pending instead.
     *
     * @return NULL, for the caller to give to Python
     */
    static MemorySegment raise(Throwable thrown) {
        try {
            MemorySegment error = newError(thrown);
            CPython.PyErr_SetObject(Helper.JAVA_ERROR.address(), error); // takes a reference of its own
            CPython.Py_DecRef(error);
        } catch (Throwable e) {
            raisePlainly(e);
        }
        return MemorySegment.NULL;
    }

    /**
     * Makes an exception of Python's, which a Java function let through, pending again as itself.
     *
     * @return NULL, for the caller to give to Python
     * @throws PythonException the same, if the object behind it is not known on this thread any more
     */
    static MemorySegment raiseAgain(PythonException exception) {
        MemorySegment object = ThreadAttachment.current().raisedObject(exception);
        if (object.address() == 0) {
            throw exception;
        }
        MemorySegment type = CPython.PyObject_Type(object);
        CPython.PyErr_SetObject(type, object); // takes references of its own
        CPython.Py_DecRef(type);
        return MemorySegment.NULL;
    }

    private static MemorySegment newError(Throwable thrown) {
        long id = JavaObjects.add(thrown);
        MemorySegment handle = Capsules.handle(id); // from here on the capsule removes the entry
        MemorySegment arguments = CPython.PyTuple_New(4);
        if (arguments.address() == 0) {
            CPython.Py_DecRef(handle);
            throw PendingError.take();
        }
        CPython.PyTuple_SetItem(arguments, 3, handle);
        try {
            CPython.PyTuple_SetItem(arguments, 0, Text.toPython(thrown.toString()));
            CPython.PyTuple_SetItem(
                    arguments, 1, Text.toPython(thrown.getClass().getName()));
            CPython.PyTuple_SetItem(arguments, 2, Calls.orThrow(CPython.PyLong_FromLongLong(id)));
        } catch (Throwable e) {
            CPython.Py_DecRef(arguments);
            throw e;
        }
        return Calls.call(Helper.JAVA_ERROR.address(), arguments, MemorySegment.NULL);
    }

    /** For when there is no stack or memory left to say it better; of a recursion too deep, that still is said. */
    private static void raisePlainly(Throwable reason) {
        boolean tooDeep = reason instanceof StackOverflowError
                || (reason instanceof PythonException error
                        && error.pythonType().equals("RecursionError"));
        try (Arena call = Arena.ofConfined()) {
            CPython.PyErr_SetString(
                    Builtins.exception(tooDeep ? "PyExc_RecursionError" : "PyExc_RuntimeError"),
                    call.allocateFrom(
                            tooDeep
                                    ? "maximum recursion depth exceeded in a Java function"
                                    : "a Java function failed"));
        } catch (Throwable e) {
            CPython.PyErr_NoMemory();
        }
    }
}
