package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.WriteChannel;

/**
 * Arrow's channel for writing, without {@code ArrowBuf.nioBuffer}.
 *
 * <p>Not thread-safe: one thread at a time.
 */
final class SegmentWriteChannel extends WriteChannel {
    /** A {@code ByteBuffer} holds less than 2 GiB. */
    private static final long PIECE = 1L << 30;

    SegmentWriteChannel(WritableByteChannel out) {
        super(out);
    }

    @Override
    public void write(ArrowBuf buffer) throws IOException {
        long end = buffer.writerIndex();
        for (long at = buffer.readerIndex(); at < end; at += PIECE) {
            write(BufferMemory.bytes(buffer, at, (int) Math.min(PIECE, end - at)));
        }
    }
}
