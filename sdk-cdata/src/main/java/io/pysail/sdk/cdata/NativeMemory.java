package io.pysail.sdk.cdata;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory of the C library, which any thread may free.
 *
 * <p>An {@code Arena} will not do: a confined one is closed by the thread that made it, closing a shared one stops every
 * thread of the process for a moment, and an automatic one waits for the collector.
 *
 * <p>Thread-safe.
 */
final class NativeMemory {
    /** The alignment that Arrow recommends: a cache line, and the widest vector register. */
    static final long ALIGNMENT = 64;

    private static final MethodHandle ALIGNED_ALLOC = handle(
            "aligned_alloc",
            FunctionDescriptor.of(ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG, ValueLayout.JAVA_LONG));
    /**
     * All that can be addressed. A constant whose bounds and lifetime the compiler knows, so that nothing is checked where
     * it is used: what uses it has checked.
     */
    private static final MemorySegment ALL = at(0, Long.MAX_VALUE);

    private static final MethodHandle FREE = handle("free", FunctionDescriptor.ofVoid(ValueLayout.JAVA_LONG));

    private NativeMemory() {}

    /**
     * Takes memory of the C library; the caller frees it.
     *
     * @param size in bytes; rounded up to the next 64
     * @throws OutOfMemoryError if there is none
     */
    static long allocate(long size) {
        long rounded = Math.max(ALIGNMENT, Math.addExact(size, ALIGNMENT - 1) & -ALIGNMENT);
        long address;
        try {
            address = (long) ALIGNED_ALLOC.invokeExact(ALIGNMENT, rounded);
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
        if (address == 0) {
            throw exhausted(rounded);
        }
        OpenResources.nativeBlockOpened();
        return address;
    }

    /** Gives memory back that {@link #allocate} gave. */
    static void free(long address) {
        OpenResources.nativeBlockClosed();
        try {
            FREE.invokeExact(address);
        } catch (Throwable e) {
            throw new AssertionError("a downcall threw", e);
        }
    }

    /**
     * Native memory as a segment without a lifetime: only for code that knows the memory to live.
     *
     * @param size what is known to be there
     */
    static MemorySegment at(long address, long size) {
        // SAFETY: the caller states what the lengths of a struct imply or what it allocated, and holds the owner open.
        @SuppressWarnings("restricted")
        MemorySegment segment = MemorySegment.ofAddress(address).reinterpret(size);
        return segment;
    }

    /** Writes to memory that the caller has allocated and holds. */
    static void putByte(long address, byte value) {
        ALL.set(ValueLayout.JAVA_BYTE, address, value);
    }

    /** Reads memory that the caller has allocated and holds. */
    static byte getByte(long address) {
        return ALL.get(ValueLayout.JAVA_BYTE, address);
    }

    /** Writes to memory that the caller has allocated and holds. */
    static void putShort(long address, short value) {
        ALL.set(ValueLayout.JAVA_SHORT_UNALIGNED, address, value);
    }

    /** Writes to memory that the caller has allocated and holds. */
    static void putInt(long address, int value) {
        ALL.set(ValueLayout.JAVA_INT_UNALIGNED, address, value);
    }

    /** Reads memory that the caller has allocated and holds. */
    static int getInt(long address) {
        return ALL.get(ValueLayout.JAVA_INT_UNALIGNED, address);
    }

    /** Writes to memory that the caller has allocated and holds. */
    static void putLong(long address, long value) {
        ALL.set(ValueLayout.JAVA_LONG_UNALIGNED, address, value);
    }

    /** Reads memory that the caller has allocated and holds. */
    static long getLong(long address) {
        return ALL.get(ValueLayout.JAVA_LONG_UNALIGNED, address);
    }

    /**
     * Copies into memory that the caller has allocated and holds.
     *
     * <p>A few bytes go word by word, the last of which overlaps: quicker than the call of a copying function.
     *
     * @throws IndexOutOfBoundsException if the bytes are not all within {@code from}
     */
    static void copy(MemorySegment from, long offset, long size, long target) {
        if (size > 64) {
            MemorySegment.copy(from, offset, ALL, target, size);
        } else if (size >= Long.BYTES) {
            long last = size - Long.BYTES;
            for (long i = 0; i < last; i += Long.BYTES) {
                putLong(target + i, from.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + i));
            }
            putLong(target + last, from.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + last));
        } else if (size >= Integer.BYTES) {
            long last = size - Integer.BYTES;
            putInt(target, from.get(ValueLayout.JAVA_INT_UNALIGNED, offset));
            putInt(target + last, from.get(ValueLayout.JAVA_INT_UNALIGNED, offset + last));
        } else {
            for (long i = 0; i < size; i++) {
                putByte(target + i, from.get(ValueLayout.JAVA_BYTE, offset + i));
            }
        }
    }

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        MemorySegment address = Linker.nativeLinker()
                .defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsatisfiedLinkError("the C library has no function " + name));
        // SAFETY: called with functions of the C standard library and with the descriptors of their declarations.
        @SuppressWarnings("restricted")
        MethodHandle handle = Linker.nativeLinker().downcallHandle(address, descriptor);
        return handle;
    }

    private static OutOfMemoryError exhausted(long size) {
        return new OutOfMemoryError("the C library has no " + size + " bytes of memory left");
    }
}
