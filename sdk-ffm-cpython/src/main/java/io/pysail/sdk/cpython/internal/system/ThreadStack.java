package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The native stack of the calling thread, which Java cannot ask for. */
public final class ThreadStack {
    /** More than {@code sizeof(pthread_attr_t)} on any Linux: 56 on x86-64, 64 on aarch64. */
    private static final long ATTRIBUTES_SIZE = 128;

    private static final MethodHandle SELF = CLibrary.handle("pthread_self", FunctionDescriptor.of(JAVA_LONG));
    private static final MethodHandle GET_ATTRIBUTES =
            CLibrary.handle("pthread_getattr_np", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle GET_STACK =
            CLibrary.handle("pthread_attr_getstack", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    private static final MethodHandle DESTROY =
            CLibrary.handle("pthread_attr_destroy", FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private ThreadStack() {}

    /**
     * The size of the calling thread's stack.
     *
     * @return bytes; {@link Long#MAX_VALUE} if the system does not tell
     */
    public static long size() {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment attributes = call.allocate(ATTRIBUTES_SIZE, 16);
            MemorySegment base = call.allocate(ADDRESS);
            MemorySegment size = call.allocate(JAVA_LONG);
            if ((int) GET_ATTRIBUTES.invokeExact((long) SELF.invokeExact(), attributes) != 0) {
                return Long.MAX_VALUE;
            }
            int code = (int) GET_STACK.invokeExact(attributes, base, size);
            int destroyed = (int) DESTROY.invokeExact(attributes);
            return code == 0 && destroyed == 0 ? size.get(JAVA_LONG, 0) : Long.MAX_VALUE;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
