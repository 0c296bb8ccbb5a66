package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * One of the three C structs by which Arrow data changes hands.
 *
 * <p>Whoever has a struct that is not released calls its release function once, or <em>moves</em> it: the bytes are
 * copied elsewhere, and the source is marked as released without its function being called.
 *
 * <p>Not thread-safe. The memory must live as long as this object is used; this object neither makes nor frees it.
 *
 * @since 0.1
 */
public abstract sealed class CStruct permits SchemaStruct, ArrayStruct, StreamStruct {
    private final MemorySegment memory;
    private final long releaseOffset;

    CStruct(long address, long size, long releaseOffset) {
        if (address == 0) {
            throw nullAddress();
        }
        this.memory = NativeMemory.at(address, size);
        this.releaseOffset = releaseOffset;
    }

    /**
     * Where the struct is.
     *
     * @return its address
     */
    public final long address() {
        return memory.address();
    }

    /**
     * Whether there is nothing to release: it was released or moved, or never filled.
     *
     * @return true if the pointer to the release function is NULL
     */
    public final boolean isReleased() {
        return pointer(releaseOffset) == 0;
    }

    /**
     * Calls the release function on the calling thread, or does nothing if there is none any more.
     *
     * <p>Afterwards the struct is marked as released, also if the producer forgot to do so.
     */
    public final void release() {
        MemorySegment function = memory.get(ValueLayout.ADDRESS, releaseOffset);
        if (function.address() != 0) {
            CFunctions.release(function, memory);
            markReleased();
        }
    }

    /**
     * Gives what the struct owns to another one, which must be of the same kind and released or never filled.
     *
     * @param target the address of the new owner, of memory that may hold anything
     */
    final void moveTo(MemorySegment target) {
        target.copyFrom(memory);
        markReleased();
    }

    final void markReleased() {
        memory.set(ValueLayout.JAVA_LONG, releaseOffset, 0);
    }

    final MemorySegment memory() {
        return memory;
    }

    final long number(long offset) {
        return memory.get(ValueLayout.JAVA_LONG, offset);
    }

    final long pointer(long offset) {
        return memory.get(ValueLayout.JAVA_LONG, offset);
    }

    final MemorySegment function(long offset) {
        return memory.get(ValueLayout.ADDRESS, offset);
    }

    private static IllegalArgumentException nullAddress() {
        return new IllegalArgumentException("the address of a C struct is NULL");
    }
}
