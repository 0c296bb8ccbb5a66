package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.ipc.ReadChannel;

/**
 * Arrow's channel for reading, without {@code ArrowBuf.nioBuffer}.
 *
 * <p>Not thread-safe: one thread at a time.
 */
final class SegmentReadChannel extends ReadChannel {
    /** A {@code ByteBuffer} holds less than 2 GiB. */
    private static final long PIECE = 1L << 30;

    private final long piece;

    SegmentReadChannel(ReadableByteChannel in) {
        this(in, PIECE);
    }

    /** @param piece how many bytes are asked for at once */
    SegmentReadChannel(ReadableByteChannel in, long piece) {
        super(in);
        this.piece = piece;
    }

    @Override
    public long readFully(ArrowBuf buffer, long length) throws IOException {
        long done = 0;
        while (done < length) {
            int wanted = (int) Math.min(piece, length - done);
            int read = readFully(BufferMemory.bytes(buffer, buffer.writerIndex(), wanted));
            buffer.writerIndex(buffer.writerIndex() + read);
            done += read;
            if (read < wanted) {
                break;
            }
        }
        return done;
    }
}
