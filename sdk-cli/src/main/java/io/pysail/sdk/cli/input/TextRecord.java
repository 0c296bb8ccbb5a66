package io.pysail.sdk.cli.input;

import java.util.Arrays;

/** Bytes that are put together from pieces, up to a limit. */
final class TextRecord {
    private final int limit;
    private byte[] bytes = new byte[1 << 10];
    private int length;

    TextRecord(int limit) {
        this.limit = limit;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    void clear() {
        length = 0;
    }

    /** Adds a piece, unless it would be too much. */
    boolean add(byte[] from, int start, int count) {
        if (count > limit - length) {
            return false;
        }
        if (count > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(limit, Math.max(2L * bytes.length, (long) length + count)));
        }
        System.arraycopy(from, start, bytes, length, count);
        length += count;
        return true;
    }
}
