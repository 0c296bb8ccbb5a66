package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** What the C library does in a child before {@code fork} returns there, whoever called it. */
final class AtFork {
    /** What {@code pthread_atfork} calls, which glibc links into each program instead of exporting it. */
    private static final MethodHandle REGISTER =
            CLibrary.handle("__register_atfork", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));

    private AtFork() {}

    /**
     * Has a function called in every child.
     *
     * @param function the address of machine code that lives as long as the process, takes nothing and is no upcall
     */
    static void inChild(MemorySegment function) {
        try {
            int code = (int) REGISTER.invokeExact(MemorySegment.NULL, MemorySegment.NULL, function, MemorySegment.NULL);
            if (code != 0) {
                throw new IllegalStateException("this system refuses to call anything in forked children");
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
