package io.pysail.sdk.cpython.internal.executor;

/**
 * How many rows are asked for at once: one at first, so that a slow source's is seen at once, then as many as take a
 * source about a millisecond, but fewer where values are long. Guarded by whoever writes rows, but for its size, which may
 * be old.
 */
final class ChunkSize {
    /**
     * Twice as many gain nothing: rows that are dropped together then no longer fit into the processor's cache, nor into
     * Python's free lists.
     */
    private static final int MOST = 512;

    private static final long SHORT_NANOS = 1_000_000;
    private static final long LONG_NANOS = 4_000_000;

    /** How much memory the rows of a chunk may take, so that no batch gets too big by one. */
    private static final long MOST_BYTES = 32L << 20;

    private int size = 1;
    private volatile int fitting = MOST;

    int size() {
        return Math.min(size, fitting);
    }

    void took(long nanos) {
        if (nanos < SHORT_NANOS) {
            size = Math.min(MOST, 2 * size);
        } else if (nanos > LONG_NANOS) {
            size = Math.max(1, size / 2);
        }
    }

    /** Learns how long the values are. */
    void wrote(long rows, long bytes) {
        if (rows > 0) {
            fitting = Math.clamp(MOST_BYTES / Math.max(1, bytes / rows), 1, MOST);
        }
    }
}
