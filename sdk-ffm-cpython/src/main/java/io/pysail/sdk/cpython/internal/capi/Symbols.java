package io.pysail.sdk.cpython.internal.capi;

import io.pysail.sdk.EnvironmentException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Map;

/**
 * The symbols of libpython, by name.
 *
 * <p>One generated class serves every CPython: a function that this one lacks has a handle that explains itself when it
 * is called. Throwing while the class loads would turn into a {@link NoClassDefFoundError}.
 */
final class Symbols {
    /** The version that brought each function which not every supported CPython has. */
    static final Map<String, String> SINCE = Map.ofEntries(
            Map.entry("PyErr_GetRaisedException", "3.12"),
            Map.entry("PyErr_SetInterruptEx", "3.10"),
            Map.entry("PyErr_SetRaisedException", "3.12"),
            Map.entry("PyException_GetArgs", "3.12"),
            Map.entry("PyGC_Disable", "3.10"),
            Map.entry("PyGC_Enable", "3.10"),
            Map.entry("PyGC_IsEnabled", "3.10"),
            Map.entry("PyInitConfig_Create", "3.14"),
            Map.entry("PyInitConfig_Free", "3.14"),
            Map.entry("PyInitConfig_GetError", "3.14"),
            Map.entry("PyInitConfig_SetInt", "3.14"),
            Map.entry("PyInitConfig_SetStr", "3.14"),
            Map.entry("PyModule_AddObjectRef", "3.10"),
            Map.entry("PyObject_Vectorcall", "3.11"),
            Map.entry("PyType_GetName", "3.11"),
            Map.entry("PyType_GetQualName", "3.11"),
            Map.entry("Py_GetConstantBorrowed", "3.13"),
            Map.entry("Py_InitializeFromInitConfig", "3.14"),
            Map.entry("Py_IsFinalizing", "3.13"),
            Map.entry("Py_NewInterpreterFromConfig", "3.12"),
            Map.entry("Py_NewRef", "3.10"));

    private static final MethodHandle FUNCTION_MISSING;

    static {
        try {
            FUNCTION_MISSING = MethodHandles.lookup()
                    .findStatic(
                            Symbols.class,
                            "functionMissing",
                            MethodType.methodType(EnvironmentException.class, String.class));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("functionMissing", e);
        }
    }

    private Symbols() {}

    /** The address of a symbol, or NULL if this CPython has no such symbol. */
    static MemorySegment addressOf(String name) {
        return LibPython.bound().lookup().find(name).orElse(MemorySegment.NULL);
    }

    /** A handle for the function at an address, or one that throws when called if the address is NULL. */
    static MethodHandle downcall(String name, MemorySegment address, FunctionDescriptor descriptor) {
        if (address.address() == 0) {
            return missing(name, descriptor.toMethodType());
        }
        // SAFETY: the address is that of the exported function of this name, and the descriptor was read from the
        // header that declares it; a test compares both with the headers of every CPython at hand.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, descriptor);
        return handle;
    }

    private static MethodHandle missing(String name, MethodType type) {
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), EnvironmentException.class);
        MethodHandle error = MethodHandles.insertArguments(FUNCTION_MISSING, 0, name);
        return MethodHandles.dropArguments(MethodHandles.collectArguments(thrower, 0, error), 0, type.parameterList());
    }

    @SuppressWarnings("UnusedMethod") // found by its name
    private static EnvironmentException functionMissing(String name) {
        String found = LibPython.version().toString();
        String since = SINCE.get(name);
        return since == null
                ? EnvironmentException.of("CPython " + found + " has no function " + name, "use a release of CPython")
                : EnvironmentException.of(
                        name + " needs CPython " + since + ", this is " + found, "use a newer Python");
    }
}
