package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Gathers what is small, of which an IPC message has a lot, so that not every length and every padding is a call of the
 * system. What is large goes through without a copy.
 *
 * <p>Not thread-safe: one thread at a time. Nothing of it must be closed; the channel beneath remains its owner's.
 */
final class GatheringChannel implements WritableByteChannel {
    private static final int LARGE = 8 * 1024;

    private final WritableByteChannel out;
    private final ByteBuffer gathered = ByteBuffer.allocate(4 * LARGE);

    GatheringChannel(WritableByteChannel out) {
        this.out = out;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        if (count > gathered.remaining() || count >= LARGE) {
            flush();
        }
        if (count >= LARGE) {
            writeAll(bytes);
        } else {
            gathered.put(bytes);
        }
        return count;
    }

    /** Writes what was gathered. */
    void flush() throws IOException {
        gathered.flip();
        writeAll(gathered);
        gathered.clear();
    }

    private void writeAll(ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
