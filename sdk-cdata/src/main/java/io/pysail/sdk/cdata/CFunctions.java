package io.pysail.sdk.cdata;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** Calls the functions that the three C structs point to. */
final class CFunctions {
    /** {@code void release(struct *self)}. */
    static final FunctionDescriptor RELEASE = FunctionDescriptor.ofVoid(ValueLayout.ADDRESS);

    /** {@code int get(struct ArrowArrayStream *self, struct *out)}. */
    static final FunctionDescriptor GET =
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    /** {@code const char *get_last_error(struct ArrowArrayStream *self)}. */
    static final FunctionDescriptor LAST_ERROR = FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.ADDRESS);

    private static final MethodHandle CALL_RELEASE = handle(RELEASE);
    private static final MethodHandle CALL_GET = handle(GET);
    private static final MethodHandle CALL_LAST_ERROR = handle(LAST_ERROR);

    private CFunctions() {}

    static void release(MemorySegment function, MemorySegment self) {
        try {
            CALL_RELEASE.invokeExact(function, self);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static int get(MemorySegment function, MemorySegment self, MemorySegment out) {
        try {
            return (int) CALL_GET.invokeExact(function, self, out);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    static MemorySegment lastError(MemorySegment function, MemorySegment self) {
        try {
            return (MemorySegment) CALL_LAST_ERROR.invokeExact(function, self);
        } catch (Throwable e) {
            throw unexpected(e);
        }
    }

    private static MethodHandle handle(FunctionDescriptor descriptor) {
        // SAFETY: the descriptors are those of the declarations in the specification of the C Data Interface.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(descriptor);
        return handle;
    }

    private static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }
}
