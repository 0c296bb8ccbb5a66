package org.apache.arrow.memory.unsafe;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * Memory of the C library, which any thread may free.
 *
 * <p>An {@code Arena} will not do: a confined one is closed by the thread that made it, closing a shared one stops every
 * thread of the process for a moment, and an automatic one waits for the collector, which does not know that an allocator
 * has reached its limit. All of them also write zeros that vectors then write once more.
 *
 * <p>Not {@code malloc}, whose addresses would need up to 48 bytes of room to be moved: asked for the powers of two that
 * Arrow asks for, and by several threads, it was seen to keep two to three times as much of the process's memory.
 *
 * <p>Thread-safe.
 */
final class NativeMemory {
    /** The alignment that Arrow recommends: a cache line, and the widest vector register. */
    static final long ALIGNMENT = 64;

    private static final MethodHandle ALIGNED_ALLOC = handle(
            "aligned_alloc",
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private NativeMemory() {}

    /**
     * Takes memory whose content is undefined; the caller frees it.
     *
     * @param size in bytes, not negative; there is memory for none, too
     * @throws OutOfMemoryException if there is none
     */
    static long allocate(long size) {
        if (size > Long.MAX_VALUE - ALIGNMENT) {
            throw exhausted(size); // could not be rounded, and nobody has as much
        }
        long rounded = Math.max(ALIGNMENT, (size + ALIGNMENT - 1) & -ALIGNMENT); // C wants a multiple of the alignment
        long address;
        try {
            address = (long) ALIGNED_ALLOC.invokeExact(ALIGNMENT, rounded);
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
        if (address == 0) {
            throw exhausted(size);
        }
        return address;
    }

    /** Gives memory back that {@link #allocate} gave, once. */
    static void free(long address) {
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        MemorySegment address = Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        try {
            // SAFETY: called with functions of the C standard library and with the descriptors of their declarations.
            @SuppressWarnings("restricted")
            MethodHandle handle = Linker.nativeLinker().downcallHandle(address, descriptor);
            return handle;
        } catch (IllegalCallerException e) {
            throw denied(e);
        }
    }

    private static OutOfMemoryException exhausted(long size) {
        return new OutOfMemoryException(
                "the C library has no memory for a buffer of " + size
                        + " bytes: close buffers that are done with, or raise what limits this process (ulimit -v, a container)");
    }

    private static IllegalCallerException denied(IllegalCallerException cause) {
        Module module = NativeMemory.class.getModule();
        return new IllegalCallerException(
                "memory for Arrow is allocated by native functions, which this JVM does not allow: start it with"
                        + " --enable-native-access="
                        + (module.isNamed() ? module.getName() : "ALL-UNNAMED"),
                cause);
    }
}
