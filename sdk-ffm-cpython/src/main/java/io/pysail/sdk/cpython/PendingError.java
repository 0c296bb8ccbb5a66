package io.pysail.sdk.cpython;

import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import io.pysail.sdk.cpython.internal.capi.LibPython;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The error that a failed call of the C API leaves pending on its thread, as a Java exception. */
final class PendingError {
    private PendingError() {}

    /**
     * Takes the pending error: none is pending afterwards.
     *
     * @return the exception to throw; an {@link InternalException} if nothing was pending
     */
    static RuntimeException take() {
        MemorySegment error = stealOrNull();
        if (error.address() == 0) {
            return nothingPending();
        }
        PythonException exception;
        try {
            exception = describe(error);
        } catch (Throwable e) {
            CPython.Py_DecRef(error);
            throw e;
        }
        ThreadAttachment.current().rememberRaised(exception, error);
        return exception;
    }

    /** Takes the pending exception object over, with its traceback; NULL if none is pending. */
    private static MemorySegment stealOrNull() {
        if (LibPython.version().isAtLeast(12)) {
            return CPython.PyErr_GetRaisedException();
        }
        try (Arena call = Arena.ofConfined()) {
            MemorySegment type = call.allocate(ValueLayout.ADDRESS);
            MemorySegment value = call.allocate(ValueLayout.ADDRESS);
            MemorySegment traceback = call.allocate(ValueLayout.ADDRESS);
            CPython.PyErr_Fetch(type, value, traceback);
            if (type.get(ValueLayout.ADDRESS, 0).address() == 0) {
                return MemorySegment.NULL;
            }
            CPython.PyErr_NormalizeException(type, value, traceback);
            MemorySegment error = value.get(ValueLayout.ADDRESS, 0);
            MemorySegment lines = traceback.get(ValueLayout.ADDRESS, 0);
            if (lines.address() != 0) {
                CPython.PyException_SetTraceback(error, lines); // takes a reference of its own
                CPython.Py_DecRef(lines);
            }
            CPython.Py_DecRef(type.get(ValueLayout.ADDRESS, 0));
            return error;
        }
    }

    /** Borrows the exception object. */
    private static PythonException describe(MemorySegment error) {
        MemorySegment arguments = CPython.PyTuple_New(1);
        if (arguments.address() != 0) {
            HotCalls.incRef(error);
            CPython.PyTuple_SetItem(arguments, 0, error);
            MemorySegment description = CPython.PyObject_Call(Helper.DESCRIBE.address(), arguments, MemorySegment.NULL);
            CPython.Py_DecRef(arguments);
            if (description.address() != 0) {
                try {
                    return exception((List<?>) ToJava.convertNotNull(description));
                } finally {
                    CPython.Py_DecRef(description);
                }
            }
        }
        return describeWithoutHelp(error);
    }

    /** Builds the chain from its end, since each exception is made with its cause. */
    private static PythonException exception(List<?> entries) {
        PythonException[] chain = new PythonException[entries.size()];
        for (int i = chain.length - 1; i >= 0; i--) {
            List<?> entry = (List<?>) entries.get(i);
            // An attribute in Python, which anybody may have set to something else.
            Throwable cause = entry.get(3) instanceof Long id ? JavaObjects.throwable(id) : null;
            if (cause == null) {
                cause = at(chain, entry.get(4));
            }
            PythonException link = PythonException.of(
                    (String) entry.get(0),
                    (String) entry.get(1),
                    (String) entry.get(2),
                    cause,
                    at(chain, entry.get(5)));
            chain[i] = entry.get(6) instanceof List<?> pairs ? link.withDetails(details(pairs)) : link;
        }
        return chain[0];
    }

    private static Map<String, String> details(List<?> pairs) {
        Map<String, String> details = new LinkedHashMap<>();
        for (Object pair : pairs) {
            details.put((String) ((List<?>) pair).get(0), (String) ((List<?>) pair).get(1));
        }
        return details;
    }

    private static @Nullable PythonException at(PythonException[] chain, Object index) {
        long i = (long) index;
        return i < 0 ? null : chain[(int) i];
    }

    /** For when Python is too deep in recursion, or out of memory, to run the helper. */
    private static PythonException describeWithoutHelp(MemorySegment error) {
        CPython.PyErr_Clear();
        MemorySegment type = CPython.PyObject_Type(error);
        try (Arena call = Arena.ofConfined()) {
            String name = textOf(CPython.PyObject_GetAttrString(type, call.allocateFrom("__name__")));
            String message = textOf(CPython.PyObject_Str(error));
            return PythonException.of(name.isEmpty() ? "Exception" : name, message, "", null, null);
        } finally {
            CPython.Py_DecRef(type);
        }
    }

    /** Takes the object over; an empty string if there is none. */
    private static String textOf(MemorySegment object) {
        if (object.address() == 0) {
            CPython.PyErr_Clear();
            return "";
        }
        try {
            return Text.toJava(object);
        } catch (PythonException e) {
            return "";
        } finally {
            CPython.Py_DecRef(object);
        }
    }

    private static InternalException nothingPending() {
        return InternalException.of("a call into Python failed without an error: please report this");
    }
}
