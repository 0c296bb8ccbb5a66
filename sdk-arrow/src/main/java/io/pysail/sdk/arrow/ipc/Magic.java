package io.pysail.sdk.arrow.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

/** What an IPC file begins with, padded to eight bytes, and ends with. */
final class Magic {
    /** How long it is. */
    static final int LENGTH = 6;

    /** How long it is at the beginning. */
    static final int PADDED = 8;

    private static final byte[] BYTES = "ARROW1".getBytes(StandardCharsets.US_ASCII);

    private Magic() {}

    static byte[] bytes() {
        return BYTES.clone();
    }

    /** Whether the bytes at a place of a buffer are it. */
    static boolean isAt(ByteBuffer bytes, int index) {
        return bytes.limit() - index >= LENGTH && bytes.slice(index, LENGTH).equals(ByteBuffer.wrap(BYTES));
    }

    /** Whether a channel goes on with it; reads up to eight bytes. */
    static boolean begins(ReadableByteChannel in) throws IOException {
        return isAt(beginning(in), 0);
    }

    /** The next eight bytes of a channel, or those that are left. */
    static ByteBuffer beginning(ReadableByteChannel in) throws IOException {
        ByteBuffer beginning = ByteBuffer.allocate(PADDED);
        while (beginning.hasRemaining() && in.read(beginning) >= 0) {
            // as long as something comes
        }
        return beginning.flip();
    }
}
