package io.pysail.sdk.cpython.internal.system;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Handles for functions of the C library, which every process has loaded. */
public final class CLibrary {
    private CLibrary() {}

    /**
     * A handle for a function of the C library.
     *
     * @throws UnsatisfiedLinkError if the C library has no such function
     */
    static MethodHandle handle(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        // SAFETY: called with the names of functions of POSIX or glibc, and with the descriptors of their declarations.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address(name), descriptor, options);
        return handle;
    }

    /**
     * Where a function of the C library is.
     *
     * @param name its name
     * @return its address
     * @throws UnsatisfiedLinkError if the C library has no such function
     */
    public static MemorySegment address(String name) {
        return Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
    }

    /** What a downcall's {@code catch} throws: a downcall itself throws nothing that is expected. */
    static AssertionError unexpected(Throwable thrown) {
        return new AssertionError("a downcall threw", thrown);
    }
}
