package io.pysail.sdk;

/**
 * Hears how much memory batches hold, for an engine that accounts for it.
 *
 * <p>Implementations are thread-safe and do not block.
 *
 * @since 0.1
 */
public interface MemoryListener {
    /**
     * A batch came in.
     *
     * @param bytes what its columns hold
     * @throws RuntimeException to refuse it: the read then fails with this exception
     */
    void reserve(long bytes);

    /**
     * The memory of a batch was given up: its last handle and view are closed. On whichever thread did that.
     *
     * @param bytes what was reserved for it
     */
    void release(long bytes);
}
