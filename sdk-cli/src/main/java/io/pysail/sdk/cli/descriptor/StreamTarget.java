package io.pysail.sdk.cli.descriptor;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A stream of Java as a target. */
final class StreamTarget extends DataTarget {
    private final OutputStream out;

    StreamTarget(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        out.write(bytes, offset, count);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        out.write(copy);
        return copy.length;
    }

    @Override
    public void complete() throws IOException {
        out.flush();
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    /** Does nothing: the stream is the caller's. */
    @Override
    public void close() {}
}
