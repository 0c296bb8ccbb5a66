package io.pysail.sdk.arrow.ipc;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;

/** The memory of Arrow Java's buffers, reached without {@code ArrowBuf.nioBuffer}. */
final class BufferMemory {
    private BufferMemory() {}

    /**
     * Some bytes of a buffer, as Java's channels take them.
     *
     * @param buffer stays alive as long as the result is used
     * @param from counted from the buffer's first byte, not from its reader index
     */
    static ByteBuffer bytes(ArrowBuf buffer, long from, int count) {
        return segment(buffer, from, count).asByteBuffer();
    }

    /**
     * Some bytes of a buffer.
     *
     * @param buffer stays alive as long as the result is used
     * @param from counted from the buffer's first byte, not from its reader index
     */
    @SuppressWarnings("restricted")
    static MemorySegment segment(ArrowBuf buffer, long from, long count) {
        Objects.checkFromIndexSize(from, count, buffer.capacity());
        // SAFETY: the range lies within the buffer, as was just checked, and the caller holds a reference to the
        // buffer,
        // so that its memory is not freed.
        return MemorySegment.ofAddress(buffer.memoryAddress() + from).reinterpret(count);
    }
}
