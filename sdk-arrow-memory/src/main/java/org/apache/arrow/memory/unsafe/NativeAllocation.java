package org.apache.arrow.memory.unsafe;

import org.apache.arrow.memory.AllocationManager;
import org.apache.arrow.memory.BufferAllocator;

/**
 * The memory of one buffer, and of all that share it by slices and transfers.
 *
 * <p>Guarded by itself: Arrow counts the references, and holds this object's lock when it releases the last one.
 */
final class NativeAllocation extends AllocationManager {
    private final long size;
    private final long address;
    private boolean released;

    private NativeAllocation(BufferAllocator allocator, long size, long address) {
        super(allocator);
        this.size = size;
        this.address = address;
    }

    /**
     * Allocates first and tells the allocator then: once told, an allocator that keeps a record of its buffers would hold
     * one for memory that never was.
     *
     * @throws org.apache.arrow.memory.OutOfMemoryException if the C library has no memory; nothing is recorded then
     */
    static NativeAllocation of(BufferAllocator allocator, long size) {
        long address = NativeMemory.allocate(size);
        try {
            return new NativeAllocation(allocator, size, address);
        } catch (Throwable e) {
            NativeMemory.free(address); // such as for an allocator that was closed meanwhile
            throw e;
        }
    }

    @Override
    public long getSize() {
        return size;
    }

    @Override
    protected long memoryAddress() {
        return address;
    }

    @Override
    protected void release0() {
        if (released) {
            throw twice(address); // freed once more, it would be somebody else's memory by now
        }
        released = true;
        NativeMemory.free(address);
    }

    private static IllegalStateException twice(long address) {
        return new IllegalStateException("the memory at " + Long.toHexString(address) + " was released twice");
    }
}
