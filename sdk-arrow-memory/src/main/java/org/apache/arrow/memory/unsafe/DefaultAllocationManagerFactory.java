package org.apache.arrow.memory.unsafe;

import java.lang.foreign.Arena;
import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ReferenceManager;

/**
 * Gives Arrow Java memory of the C library, by way of {@code java.lang.foreign}.
 *
 * <p>Arrow finds this class by its name, and the factory in the field {@link #FACTORY}.
 *
 * <ul>
 *   <li>A buffer begins at a multiple of 64 bytes, as Arrow recommends.
 *   <li>Its content is undefined, as with Arrow's own allocation managers: who needs zeros writes them, as vectors do.
 *   <li>It has as many bytes as were asked for, and as many are accounted for: sizes are rounded and limits are held by the
 *       allocator, before it asks here.
 *   <li>It is given back to the C library at once when its last reference is released, on whichever thread that is.
 *   <li>Where the C library has no more, an {@link org.apache.arrow.memory.OutOfMemoryException} says how much was asked
 *       for, and nothing stays accounted for.
 * </ul>
 *
 * <p>Immutable; what it makes may be released on any thread.
 *
 * @since 0.1.0
 */
public final class DefaultAllocationManagerFactory implements AllocationManager.Factory {
    /** The only one. */
    public static final AllocationManager.Factory FACTORY = new DefaultAllocationManagerFactory();

    /**
     * Has an address, and zeros there, although nothing of it may be read: other languages get to see it, and not all that
     * take Arrow data expect a null pointer. In the global arena because vectors hold it as long as they please.
     */
    private static final ArrowBuf EMPTY = new ArrowBuf(
            ReferenceManager.NO_OP,
            null,
            0,
            Arena.global()
                    .allocate(NativeMemory.ALIGNMENT, NativeMemory.ALIGNMENT)
                    .address());

    private DefaultAllocationManagerFactory() {}

    /**
     * Takes memory for one buffer. What is returned owns it, until Arrow releases it.
     *
     * @throws org.apache.arrow.memory.OutOfMemoryException if the C library has none
     */
    @Override
    public AllocationManager create(BufferAllocator accountingAllocator, long size) {
        if (size < 0) {
            throw negative(size);
        }
        return NativeAllocation.of(accountingAllocator, size);
    }

    /** The buffer of no bytes, always the same, which owns nothing. */
    @Override
    public ArrowBuf empty() {
        return EMPTY;
    }

    private static IllegalArgumentException negative(long size) {
        return new IllegalArgumentException("a buffer cannot have " + size + " bytes");
    }
}
