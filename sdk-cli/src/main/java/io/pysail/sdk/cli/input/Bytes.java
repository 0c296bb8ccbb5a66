package io.pysail.sdk.cli.input;

import java.io.IOException;
import java.io.InputStream;

/**
 * The bytes of a text file, some at a time, without the mark of UTF-8 that it may begin with.
 *
 * <p>Not thread-safe. Whoever opened it closes it, and with it the stream.
 */
final class Bytes implements AutoCloseable {
    private static final int SIZE = 1 << 16;
    private static final int LENGTH_OF_MARK = 3;

    private final String file;
    private final InputStream in;
    private final byte[] buffer = new byte[SIZE];
    private boolean begun;
    private int at;
    private int end;
    private long taken;

    Bytes(String file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    String file() {
        return file;
    }

    /** Makes sure that there is a byte at {@link #at}; false at the end of the file. */
    boolean hasMore() throws IOException {
        return at < end || fill();
    }

    byte[] array() {
        return buffer;
    }

    int at() {
        return at;
    }

    int end() {
        return end;
    }

    void moveTo(int position) {
        at = position;
    }

    /** How many bytes were read before those that {@link #array} has now. */
    long taken() {
        return taken;
    }

    private boolean fill() throws IOException {
        taken += end;
        at = 0;
        end = 0;
        if (!begun) {
            begun = true;
            begin();
        } else {
            end = Math.max(0, in.read(buffer, 0, SIZE));
        }
        return at < end;
    }

    private void begin() throws IOException {
        while (end < LENGTH_OF_MARK) {
            int count = in.read(buffer, end, SIZE - end);
            if (count < 0) {
                break;
            }
            end += count;
        }
        if (end >= LENGTH_OF_MARK && at(0) == 0xEF && at(1) == 0xBB && at(2) == 0xBF) {
            at = LENGTH_OF_MARK;
        } else if (end >= 2 && ((at(0) == 0xFE && at(1) == 0xFF) || (at(0) == 0xFF && at(1) == 0xFE))) {
            throw InputException.of(file, "it is UTF-16: convert it to UTF-8 first", null);
        }
    }

    private int at(int index) {
        return buffer[index] & 0xFF;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
