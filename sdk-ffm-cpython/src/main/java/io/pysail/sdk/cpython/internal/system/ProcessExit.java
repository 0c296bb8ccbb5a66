package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.invoke.MethodHandle;

/** Leaving the process without running what others registered for its end. */
public final class ProcessExit {
    private static final MethodHandle EXIT = CLibrary.handle("_exit", FunctionDescriptor.ofVoid(JAVA_INT));

    private ProcessExit() {}

    /**
     * Ends the process at once: no shutdown hooks, no C destructors, which crash while threads of theirs still run.
     *
     * @param status the exit status
     * @return never
     */
    public static AssertionError now(int status) {
        try {
            EXIT.invokeExact(status);
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
        return new AssertionError("_exit returned");
    }
}
