package io.pysail.sdk.cpython.internal.executor;

/**
 * How many rows are asked for at once: one at first, so that a slow source's is seen at once, then as many as take a
 * source about a millisecond. Confined to the thread that reads.
 */
final class ChunkSize {
    /**
     * Twice as many gain nothing: rows that are dropped together then no longer fit into the processor's cache, nor into
     * Python's free lists.
     */
    private static final int MOST = 512;

    private static final long SHORT_NANOS = 1_000_000;
    private static final long LONG_NANOS = 4_000_000;

    private int size = 1;

    int size() {
        return size;
    }

    void took(long nanos) {
        if (nanos < SHORT_NANOS) {
            size = Math.min(MOST, 2 * size);
        } else if (nanos > LONG_NANOS) {
            size = Math.max(1, size / 2);
        }
    }
}
