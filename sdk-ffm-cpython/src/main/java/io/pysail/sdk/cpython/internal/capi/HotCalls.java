package io.pysail.sdk.cpython.internal.capi;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * The few functions that are called so often that entering and leaving native code costs more than they do.
 *
 * <p>A critical call does not tell the JVM that the thread is in native code, so nothing may happen in it that takes time
 * or comes back to Java: no function belongs here that can raise, allocate, or run Python code.
 */
public final class HotCalls {
    private static final MethodHandle INC_REF = critical("Py_IncRef", FunctionDescriptor.ofVoid(CPython.C_POINTER));

    private static final MethodHandle CHECK = critical("PyGILState_Check", FunctionDescriptor.of(ValueLayout.JAVA_INT));

    private HotCalls() {}

    /**
     * Takes a new reference to an object that is alive. Counts up and does nothing else.
     *
     * @param object the object
     */
    public static void incRef(MemorySegment object) {
        try {
            INC_REF.invokeExact(object);
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
    }

    /**
     * Whether the calling thread holds the GIL, by its own thread state. Compares two pointers and does nothing else.
     *
     * @return true if it does
     */
    public static boolean holdsGil() {
        try {
            return (int) CHECK.invokeExact() != 0;
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
    }

    private static MethodHandle critical(String name, FunctionDescriptor descriptor) {
        // SAFETY: the function of this name is in every CPython, the descriptor is that of its declaration, and it can
        // neither raise nor allocate nor run code.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker()
                .downcallHandle(LibPython.address(name), descriptor, Linker.Option.critical(false));
        return handle;
    }
}
