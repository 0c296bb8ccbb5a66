package io.pysail.sdk.cpython.internal.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Tells addresses that lead somewhere from those that do not. */
public final class MappedMemory {
    private static final MethodHandle MINCORE =
            CLibrary.handle("mincore", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, ADDRESS));
    private static final MethodHandle PAGE_SIZE = CLibrary.handle("getpagesize", FunctionDescriptor.of(JAVA_INT));

    private MappedMemory() {}

    /**
     * Whether the page of an address, which may be any number, is mapped.
     *
     * @param address the address
     * @return false if reading there would end the process
     */
    public static boolean contains(long address) {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment resident = call.allocate(1);
            int pageSize = (int) PAGE_SIZE.invokeExact();
            return (int) MINCORE.invokeExact(address & -pageSize, 1L, resident) == 0;
        } catch (Throwable e) {
            throw CLibrary.unexpected(e);
        }
    }
}
