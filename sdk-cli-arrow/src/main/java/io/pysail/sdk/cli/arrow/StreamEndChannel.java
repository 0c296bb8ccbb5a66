package io.pysail.sdk.cli.arrow;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Looks whether a stream ends with its mark. Readers take an end without it for one as well, but then whoever wrote it may
 * have failed half way, and half of the rows are not to be committed.
 *
 * <p>Not thread-safe: one thread at a time. Closing it closes the channel beneath.
 */
final class StreamEndChannel implements ReadableByteChannel {
    private final ReadableByteChannel in;

    /** Whether somebody wanted more than there is, as nobody does who has seen the mark. */
    private boolean exhausted;

    StreamEndChannel(ReadableByteChannel in) {
        this.in = in;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int count = in.read(target);
        exhausted |= count < 0;
        return count;
    }

    /** Called when there is no batch any more. */
    void requireEnd() throws EOFException {
        if (exhausted) {
            throw new EOFException("it has no end: whoever wrote it may have failed");
        }
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
