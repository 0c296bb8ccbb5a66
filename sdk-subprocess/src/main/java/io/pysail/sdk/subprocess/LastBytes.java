package io.pysail.sdk.subprocess;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The last of what was written somewhere: 64 KiB.
 *
 * <p>Thread-safe.
 */
final class LastBytes {
    static final int MOST = 64 * 1024;

    private final byte[] ring = new byte[MOST];
    private long written;

    synchronized void add(byte[] bytes, int count) {
        for (int i = Math.max(0, count - MOST); i < count; i++) {
            ring[(int) ((written + i) % MOST)] = bytes[i];
        }
        written += count;
    }

    /** The bytes as text; what is not UTF-8 is replaced. */
    synchronized String text() {
        int count = (int) Math.min(written, MOST);
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = ring[(int) ((written - count + i) % MOST)];
        }
        return new String(bytes, UTF_8);
    }
}
