package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.ForeignAllocation;

/**
 * Buffers of Arrow Java over the memory of a batch, each with a handle of the batch that it gives up when the last vector
 * that uses it is closed.
 *
 * <p>Holds every buffer once until it is closed; vectors that were loaded hold them themselves. Confined to a thread; the
 * buffers are not.
 */
final class BatchBuffers implements AutoCloseable {
    private final ArrowBatch batch;
    private final BufferAllocator allocator;
    private final List<ArrowBuf> taken = new ArrayList<>();

    /** @param batch stays the caller's */
    BatchBuffers(ArrowBatch batch, BufferAllocator allocator) {
        this.batch = batch;
        this.allocator = allocator;
    }

    /** All of a buffer. */
    ArrowBuf whole(ArrayLayout.Buffer buffer) {
        return part(buffer, 0, buffer.size());
    }

    /** Some bytes of a buffer. */
    ArrowBuf part(ArrayLayout.Buffer buffer, long from, long size) {
        if (size == 0) {
            return allocator.getEmpty();
        }
        // How wide a value is, the vector says, which may be one that somebody else has written.
        Objects.checkFromIndexSize(from, size, buffer.size());
        ArrowBatch handle = batch.retain();
        try {
            return hold(allocator.wrapForeignAllocation(new BatchMemory(handle, buffer.address() + from, size)));
        } catch (Throwable e) {
            handle.close(); // Arrow may have done so
            throw e;
        }
    }

    /** Some bits of a buffer: copied if they do not begin with a byte. */
    ArrowBuf bits(ArrayLayout.Buffer buffer, long from, long length) {
        int shift = (int) (from % Byte.SIZE);
        ArrowBuf bytes = part(buffer, from / Byte.SIZE, byteCount(shift + length));
        return shift == 0 || length == 0 ? bytes : shifted(bytes, shift, length);
    }

    /** Some bytes of a buffer, copied: those that are not negative are looked up. */
    ArrowBuf translated(ArrayLayout.Buffer buffer, long from, long size, byte[] translation) {
        ArrowBuf bytes = part(buffer, from, size);
        ArrowBuf own = allocate(size);
        for (long i = 0; i < size; i++) {
            byte value = bytes.getByte(i);
            own.setByte(i, value < 0 ? value : translation[value]);
        }
        return own;
    }

    /** Bits that say of so many values that none is null. */
    ArrowBuf noNulls(long length) {
        long size = byteCount(length);
        ArrowBuf bits = allocate(size);
        bits.setOne(0, size);
        return bits;
    }

    /** Memory of the allocator, whose content is what was there before. */
    ArrowBuf allocate(long size) {
        return size == 0 ? allocator.getEmpty() : hold(allocator.buffer(size).writerIndex(size));
    }

    /** Gives up what no vector has taken. */
    @Override
    public void close() {
        taken.forEach(ArrowBuf::close);
        taken.clear();
    }

    private ArrowBuf hold(ArrowBuf buffer) {
        taken.add(buffer);
        return buffer;
    }

    private ArrowBuf shifted(ArrowBuf bytes, int shift, long length) {
        long size = byteCount(length);
        ArrowBuf bits = allocate(size);
        long at = 0;
        for (; at + Long.BYTES < bytes.capacity() && at + Long.BYTES <= size; at += Long.BYTES) {
            long next = bytes.getByte(at + Long.BYTES);
            bits.setLong(at, bytes.getLong(at) >>> shift | next << (Long.SIZE - shift));
        }
        for (; at < size; at++) {
            int next = at + 1 < bytes.capacity() ? bytes.getByte(at + 1) : 0;
            bits.setByte(at, (bytes.getByte(at) & 0xFF) >>> shift | next << (Byte.SIZE - shift));
        }
        return bits;
    }

    private static long byteCount(long bits) {
        return (bits + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** A piece of the batch's memory, of which Arrow says when nobody uses it any more. */
    private static final class BatchMemory extends ForeignAllocation {
        private final ArrowBatch handle;

        /** Takes over the handle. */
        BatchMemory(ArrowBatch handle, long address, long size) {
            super(size, address);
            this.handle = handle;
        }

        /**
         * Called within a monitor of Arrow, which other threads may wait for: so it must not wait itself. It does not,
         * since whoever imported a batch whose release needs a lock did so with a {@link io.pysail.sdk.cdata.Releaser}
         * that enqueues.
         */
        @Override
        protected void release0() {
            handle.close();
        }
    }
}
