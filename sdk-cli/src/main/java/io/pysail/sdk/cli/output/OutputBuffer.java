package io.pysail.sdk.cli.output;

import java.io.IOException;
import java.io.OutputStream;

/** Collects bytes for a stream; without the locks of {@link java.io.BufferedOutputStream}. */
final class OutputBuffer extends OutputStream {
    private static final int SIZE = 64 * 1024;

    private final OutputStream out;
    private final byte[] buffer = new byte[SIZE];
    private int length;

    OutputBuffer(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
        if (length == SIZE) {
            drain();
        }
        buffer[length++] = (byte) value;
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        if (count > SIZE - length) {
            drain();
            if (count >= SIZE) {
                out.write(bytes, offset, count);
                return;
            }
        }
        System.arraycopy(bytes, offset, buffer, length, count);
        length += count;
    }

    void write(AsciiText text) throws IOException {
        write(text.bytes(), 0, text.length());
    }

    @Override
    public void flush() throws IOException {
        drain();
        out.flush();
    }

    private void drain() throws IOException {
        int count = length;
        length = 0;
        out.write(buffer, 0, count);
    }
}
