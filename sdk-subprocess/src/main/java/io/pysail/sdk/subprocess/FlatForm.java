package io.pysail.sdk.subprocess;

import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrayLayout.Buffer;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The layout of a batch whose buffers lie in memory that two processes share: positions there instead of addresses.
 *
 * <p>What comes from another process is copied, as a frame is, before it is checked here; that buffers are as long as their
 * lengths imply is checked by whoever makes a batch of it.
 */
final class FlatForm {
    /** Where buffers begin: at the start of a cache line, as Arrow recommends. */
    static final long ALIGNMENT = 64;

    /** More arrays than these, below and beside each other, are no batch. */
    private static final int MOST_NODES = 1 << 16;

    private static final int MOST_DEPTH = 64;
    private static final long NONE = -1;

    private FlatForm() {}

    /**
     * Reads a layout.
     *
     * @param manifest from its position on
     * @param memory where the buffers lie
     * @throws ProtocolException if a buffer lies elsewhere, or the manifest is damaged
     */
    static ArrayLayout read(ByteBuffer manifest, MemorySegment memory) throws ProtocolException {
        Reading reading = new Reading(manifest.order(ByteOrder.LITTLE_ENDIAN), memory);
        try {
            ArrayLayout layout = reading.node(0);
            if (manifest.hasRemaining()) {
                throw new ProtocolException("a batch whose description goes on after its end");
            }
            return layout;
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a batch whose description is cut off", e);
        }
    }

    private static final class Reading {
        private final ByteBuffer in;
        private final MemorySegment memory;
        private int nodes;

        Reading(ByteBuffer in, MemorySegment memory) {
            this.in = in;
            this.memory = memory;
        }

        ArrayLayout node(int depth) throws ProtocolException {
            nodes++;
            if (nodes > MOST_NODES || depth > MOST_DEPTH) {
                throw new ProtocolException("a batch of too many or too deep arrays");
            }
            long length = in.getLong();
            long nullCount = in.getLong();
            long offset = in.getLong();
            int buffers = count(2 * Long.BYTES);
            int children = count(5 * Long.BYTES);
            boolean hasDictionary = in.getInt() != 0;
            in.getInt();
            List<Buffer> places = new ArrayList<>(buffers);
            for (int i = 0; i < buffers; i++) {
                places.add(buffer());
            }
            List<ArrayLayout> below = new ArrayList<>(children);
            for (int i = 0; i < children; i++) {
                below.add(node(depth + 1));
            }
            return new ArrayLayout(length, nullCount, offset, places, below, hasDictionary ? node(depth + 1) : null);
        }

        /** A number of things that take so many bytes each at least: no list is made for what cannot be there. */
        private int count(int bytesEach) throws ProtocolException {
            int count = in.getInt();
            if (count < 0 || count > in.remaining() / bytesEach) {
                throw new ProtocolException("a batch that tells of " + count + " parts, which it cannot have");
            }
            return count;
        }

        private Buffer buffer() throws ProtocolException {
            long position = in.getLong();
            long size = in.getLong();
            if (position == NONE && size == 0) {
                return Buffer.NONE;
            }
            if (position < 0 || size < 0 || position % ALIGNMENT != 0 || size > memory.byteSize() - position) {
                throw new ProtocolException(
                        "a buffer of " + size + " bytes at " + position + " of " + memory.byteSize());
            }
            return new Buffer(memory.address() + position, size);
        }
    }

    /**
     * How many bytes {@link #write} takes.
     *
     * @throws ArithmeticException if that is beyond what a long holds
     */
    static long size(ArrayLayout layout) {
        long size = 0;
        for (Buffer buffer : layout.buffers()) {
            size = Math.addExact(size, aligned(buffer.size()));
        }
        for (ArrayLayout child : layout.children()) {
            size = Math.addExact(size, size(child));
        }
        return layout.dictionary() == null ? size : Math.addExact(size, size(layout.dictionary()));
    }

    /**
     * Copies the buffers of a batch into shared memory.
     *
     * @param layout true as long as the caller holds the batch
     * @param memory as large as {@link #size}
     * @param head what comes before the manifest
     * @return head and manifest
     */
    static byte[] write(ArrayLayout layout, MemorySegment memory, ByteBuffer head) {
        ByteBuffer out =
                ByteBuffer.allocate(head.remaining() + manifestSize(layout)).order(ByteOrder.LITTLE_ENDIAN);
        out.put(head);
        var _ = write(layout, memory, 0, out);
        return out.array();
    }

    private static int manifestSize(ArrayLayout layout) {
        int size = 5 * Long.BYTES + layout.buffers().size() * 2 * Long.BYTES;
        for (ArrayLayout child : layout.children()) {
            size = Math.addExact(size, manifestSize(child));
        }
        return layout.dictionary() == null ? size : Math.addExact(size, manifestSize(layout.dictionary()));
    }

    @SuppressWarnings("restricted")
    private static long write(ArrayLayout layout, MemorySegment memory, long start, ByteBuffer out) {
        out.putLong(layout.length()).putLong(layout.nullCount()).putLong(layout.offset());
        out.putInt(layout.buffers().size()).putInt(layout.children().size());
        @Nullable ArrayLayout dictionary = layout.dictionary();
        out.putInt(dictionary == null ? 0 : 1).putInt(0);
        long position = start;
        for (Buffer buffer : layout.buffers()) {
            if (buffer.address() == 0) {
                out.putLong(NONE).putLong(0);
            } else {
                // SAFETY: the batch tells where its buffers are, and how long, and the caller holds it.
                MemorySegment from = MemorySegment.ofAddress(buffer.address()).reinterpret(buffer.size());
                MemorySegment.copy(
                        from, ValueLayout.JAVA_BYTE, 0, memory, ValueLayout.JAVA_BYTE, position, buffer.size());
                out.putLong(position).putLong(buffer.size());
                position += aligned(buffer.size());
            }
        }
        for (ArrayLayout child : layout.children()) {
            position = write(child, memory, position, out);
        }
        return dictionary == null ? position : write(dictionary, memory, position, out);
    }

    private static long aligned(long size) {
        return Math.addExact(size, ALIGNMENT - 1) & -ALIGNMENT;
    }
}
