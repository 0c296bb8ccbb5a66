package io.pysail.sdk.subprocess;

import io.pysail.sdk.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Cuts messages into frames, and writes those in pieces that fit its buffer.
 *
 * <p>Guarded by whoever owns it: messages are written one after the other.
 */
final class FrameEncoder {
    /** Where bytes go. */
    interface Sink {
        /** Writes all that the buffer has. */
        void write(ByteBuffer bytes) throws IOException;
    }

    private final ByteBuffer buffer;
    private final Sink sink;

    /** An encoder with a buffer that nobody else uses. */
    FrameEncoder(ByteBuffer buffer, Sink sink) {
        this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
        this.sink = sink;
    }

    /**
     * Writes a whole message.
     *
     * @throws UsageException if it is longer than messages may be; nothing is written then
     */
    void send(int type, int flags, int stream, byte[] payload) throws IOException {
        if (payload.length > FrameDecoder.MOST_MESSAGE_BYTES) {
            throw tooLong(payload.length);
        }
        buffer.clear();
        int sent = 0;
        boolean more;
        do {
            int count = Math.min(payload.length - sent, FrameDecoder.MOST_FRAME_BYTES);
            more = sent + count < payload.length;
            header(count, type, more ? flags | FrameTypes.MORE : flags, stream);
            copy(payload, sent, count);
            sent += count;
        } while (more);
        flush();
    }

    private void header(int length, int type, int flags, int stream) throws IOException {
        if (buffer.remaining() < FrameDecoder.HEADER_BYTES) {
            flush();
        }
        buffer.putInt(length)
                .put((byte) type)
                .put((byte) flags)
                .putShort((short) 0)
                .putInt(stream);
    }

    private void copy(byte[] payload, int from, int count) throws IOException {
        int copied = 0;
        while (copied < count) {
            if (!buffer.hasRemaining()) {
                flush();
            }
            int piece = Math.min(buffer.remaining(), count - copied);
            buffer.put(payload, from + copied, piece);
            copied += piece;
        }
    }

    private void flush() throws IOException {
        sink.write(buffer.flip());
        buffer.clear();
    }

    /** It is whoever made what is sent, such as too many messages for one commit, who can do something about it. */
    static UsageException tooLong(long bytes) {
        return UsageException.of("a message has " + bytes + " bytes, and at most " + FrameDecoder.MOST_MESSAGE_BYTES
                + " can be sent to a worker process");
    }
}
