package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;

/**
 * Reads Arrow IPC streams and files, without {@code --add-opens}.
 *
 * {@snippet :
 * try (ArrowReader reader = IpcReader.stream(channel, allocator)) {
 *     while (reader.loadNextBatch()) {
 *         use(reader.getVectorSchemaRoot());
 *     }
 * }
 * }
 *
 * <p>What comes from strangers is read with an allocator that has a limit: a few bytes can claim as many rows as vectors can
 * count, for which Arrow Java's loading takes memory before anything shows that they are not there.
 *
 * <p>What is compressed needs Arrow's {@code arrow-compression} on the path.
 *
 * @since 0.1
 */
public final class IpcReader {
    private IpcReader() {}

    /**
     * A reader of a stream, also of one that is the inside of a file: what begins as a file is read from its first batch
     * to its last, without going back, so that it may come through a pipe.
     *
     * @param in a blocking channel, which the reader closes when it is closed
     * @param allocator where the batches go
     * @return the reader, which the caller closes; reads nothing yet
     */
    public static ArrowReader stream(ReadableByteChannel in, BufferAllocator allocator) {
        return new StreamReader(in, allocator);
    }

    /**
     * A reader of a file.
     *
     * @param in the file, which the reader closes when it is closed
     * @param allocator where the batches go
     * @return the reader, which the caller closes; reads nothing yet
     */
    public static ArrowReader file(SeekableByteChannel in, BufferAllocator allocator) {
        return new FileReader(in, allocator);
    }

    /**
     * A reader of whatever it is, a stream or a file, by how it begins.
     *
     * @param in a file that holds one or the other, at its beginning; the reader closes it when it is closed, and if this
     *     throws, it remains the caller's
     * @param allocator where the batches go
     * @return the reader, which the caller closes
     * @throws IOException if the channel throws it
     */
    public static ArrowReader any(SeekableByteChannel in, BufferAllocator allocator) throws IOException {
        boolean file = Magic.begins(in);
        in.position(0);
        return file ? file(in, allocator) : stream(in, allocator);
    }
}
