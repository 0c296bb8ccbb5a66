package io.pysail.sdk.cpython.internal.capi;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/**
 * Functions that the generated layer lacks, in the same shape: those of PEP 741, by which an interpreter is configured from
 * 3.14 on and which the headers of CPython 3.13 do not have, and some that its list of names does not have.
 */
public final class Supplement {
    private Supplement() {}

    private static final MethodHandle CREATE = handle("PyInitConfig_Create", FunctionDescriptor.of(CPython.C_POINTER));
    private static final MethodHandle FREE = handle("PyInitConfig_Free", FunctionDescriptor.ofVoid(CPython.C_POINTER));
    private static final MethodHandle SET_INT = handle(
            "PyInitConfig_SetInt", FunctionDescriptor.of(JAVA_INT, CPython.C_POINTER, CPython.C_POINTER, JAVA_LONG));
    private static final MethodHandle SET_STR = handle(
            "PyInitConfig_SetStr",
            FunctionDescriptor.of(JAVA_INT, CPython.C_POINTER, CPython.C_POINTER, CPython.C_POINTER));
    private static final MethodHandle GET_ERROR =
            handle("PyInitConfig_GetError", FunctionDescriptor.of(JAVA_INT, CPython.C_POINTER, CPython.C_POINTER));
    private static final MethodHandle INITIALIZE =
            handle("Py_InitializeFromInitConfig", FunctionDescriptor.of(JAVA_INT, CPython.C_POINTER));
    private static final MethodHandle GENERIC_ALLOC =
            handle("PyType_GenericAlloc", FunctionDescriptor.of(CPython.C_POINTER, CPython.C_POINTER, JAVA_LONG));
    private static final MethodHandle GC_TRACK =
            handle("PyObject_GC_Track", FunctionDescriptor.ofVoid(CPython.C_POINTER));
    private static final MethodHandle GC_UNTRACK =
            handle("PyObject_GC_UnTrack", FunctionDescriptor.ofVoid(CPython.C_POINTER));

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return Symbols.downcall(name, Symbols.addressOf(name), descriptor);
    }

    /**
     * {@snippet lang=c :
     * PyInitConfig *PyInitConfig_Create(void)
     * }
     */
    public static MemorySegment PyInitConfig_Create() {
        try {
            return (MemorySegment) CREATE.invokeExact();
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * void PyInitConfig_Free(PyInitConfig *config)
     * }
     */
    public static void PyInitConfig_Free(MemorySegment config) {
        try {
            FREE.invokeExact(config);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * int PyInitConfig_SetInt(PyInitConfig *config, const char *name, int64_t value)
     * }
     */
    public static int PyInitConfig_SetInt(MemorySegment config, MemorySegment name, long value) {
        try {
            return (int) SET_INT.invokeExact(config, name, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * int PyInitConfig_SetStr(PyInitConfig *config, const char *name, const char *value)
     * }
     */
    public static int PyInitConfig_SetStr(MemorySegment config, MemorySegment name, MemorySegment value) {
        try {
            return (int) SET_STR.invokeExact(config, name, value);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * int PyInitConfig_GetError(PyInitConfig *config, const char **err_msg)
     * }
     */
    public static int PyInitConfig_GetError(MemorySegment config, MemorySegment message) {
        try {
            return (int) GET_ERROR.invokeExact(config, message);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * int Py_InitializeFromInitConfig(PyInitConfig *config)
     * }
     */
    public static int Py_InitializeFromInitConfig(MemorySegment config) {
        try {
            return (int) INITIALIZE.invokeExact(config);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * PyObject *PyType_GenericAlloc(PyTypeObject *type, Py_ssize_t nitems)
     * }
     */
    public static MemorySegment PyType_GenericAlloc(MemorySegment type, long nitems) {
        try {
            return (MemorySegment) GENERIC_ALLOC.invokeExact(type, nitems);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * void PyObject_GC_Track(void *op)
     * }
     */
    public static void PyObject_GC_Track(MemorySegment op) {
        try {
            GC_TRACK.invokeExact(op);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    /**
     * {@snippet lang=c :
     * void PyObject_GC_UnTrack(void *op)
     * }
     */
    public static void PyObject_GC_UnTrack(MemorySegment op) {
        try {
            GC_UNTRACK.invokeExact(op);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static Error unexpected(Throwable thrown) {
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        return thrown instanceof Error e ? e : new AssertionError(thrown);
    }
}
