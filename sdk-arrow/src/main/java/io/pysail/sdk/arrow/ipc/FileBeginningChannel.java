package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Leaves out what stands before the stream in a file.
 *
 * <p>Not thread-safe: one thread at a time. Closing it closes the channel beneath.
 */
final class FileBeginningChannel implements ReadableByteChannel {
    private final ReadableByteChannel in;

    /** What was read to see whether it is a file, and is part of the stream; null if nothing was read yet. */
    private @Nullable ByteBuffer beginning;

    FileBeginningChannel(ReadableByteChannel in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        ByteBuffer first = beginning();
        if (!first.hasRemaining()) {
            return in.read(target);
        }
        int count = Math.min(first.remaining(), target.remaining());
        target.put(first.slice(first.position(), count));
        first.position(first.position() + count);
        return count;
    }

    private ByteBuffer beginning() throws IOException {
        if (beginning == null) {
            beginning = Magic.beginning(in);
            if (Magic.isAt(beginning, 0)) {
                beginning.position(beginning.limit());
            }
        }
        return beginning;
    }

    @Override
    public boolean isOpen() {
        return in.isOpen();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
