package io.pysail.sdk.subprocess;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Puts messages together from bytes as they come, in pieces of any size.
 *
 * <p>Lengths are checked before anything of that length is allocated. Confined to one thread at a time.
 */
final class FrameDecoder {
    static final int HEADER_BYTES = 12;
    static final int MOST_FRAME_BYTES = 16 << 20;
    static final int MOST_MESSAGE_BYTES = 256 << 20;

    /** Each takes memory of its own, however short it is: enough for messages whose frames are a quarter full. */
    private static final int MOST_PARTS = 64;

    private final int mostBytes;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final List<byte[]> parts = new ArrayList<>();

    private int joinedBytes;
    private int type;
    private int flags;
    private int stream;
    private @Nullable ByteBuffer payload;

    FrameDecoder() {
        this(MOST_MESSAGE_BYTES);
    }

    /** A decoder for messages of at most so many bytes. */
    FrameDecoder(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    /**
     * The next message.
     *
     * @param bytes what has come; all of it is taken if there is no whole message yet
     * @return the message, or null if more has to come
     * @throws ProtocolException if the bytes are no frames; this decoder is of no use then
     */
    @Nullable
    Frame next(ByteBuffer bytes) throws ProtocolException {
        while (true) {
            if (payload == null) {
                take(bytes, header);
                if (header.hasRemaining()) {
                    return null;
                }
                payload = ByteBuffer.allocate(begin());
            }
            take(bytes, payload);
            if (payload.hasRemaining()) {
                return null;
            }
            byte[] complete = payload.array();
            header.clear();
            payload = null;
            if ((flags & FrameTypes.MORE) == 0) {
                return new Frame(type, flags, stream, join(complete));
            }
            parts.add(complete);
            joinedBytes += complete.length;
        }
    }

    /** Whether all that has come were whole messages. */
    boolean isBetweenMessages() {
        return header.position() == 0 && parts.isEmpty();
    }

    private static void take(ByteBuffer from, ByteBuffer into) {
        int count = Math.min(from.remaining(), into.remaining());
        into.put(into.position(), from, from.position(), count);
        into.position(into.position() + count);
        from.position(from.position() + count);
    }

    /** Reads the header and returns the length of the payload. */
    private int begin() throws ProtocolException {
        int length = header.getInt(0);
        int nextType = Byte.toUnsignedInt(header.get(4));
        int nextFlags = Byte.toUnsignedInt(header.get(5));
        int nextStream = header.getInt(8);
        if (header.getShort(6) != 0) {
            throw new ProtocolException("a frame's header has bytes that must be zero and are not");
        }
        if (length < 0 || length > MOST_FRAME_BYTES) {
            throw tooLong("a frame", Integer.toUnsignedLong(length), MOST_FRAME_BYTES);
        }
        if (length > mostBytes - joinedBytes) {
            throw tooLong("a message", (long) joinedBytes + length, mostBytes);
        }
        if (length == 0 && (nextFlags & FrameTypes.MORE) != 0) {
            throw new ProtocolException("a frame is empty, and says that its message goes on");
        }
        if (parts.size() == MOST_PARTS) {
            throw new ProtocolException("a message of more than " + MOST_PARTS + " frames");
        }
        if (!parts.isEmpty() && (nextType != type || nextStream != stream)) {
            throw new ProtocolException("a message of type " + type + " in stream " + stream
                    + " is interrupted by a frame of type " + nextType + " in stream " + nextStream);
        }
        type = nextType;
        flags = nextFlags;
        stream = nextStream;
        return length;
    }

    private byte[] join(byte[] last) {
        if (parts.isEmpty()) {
            return last;
        }
        parts.add(last);
        ByteBuffer whole = ByteBuffer.allocate(joinedBytes + last.length);
        parts.forEach(whole::put);
        parts.clear();
        joinedBytes = 0;
        return whole.array();
    }

    private static ProtocolException tooLong(String what, long bytes, int most) {
        return new ProtocolException(what + " would have " + bytes + " bytes, and at most " + most + " are allowed");
    }
}
