package io.pysail.sdk.spi;

/**
 * A partition that an executor is reading, or a task that writes.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface RunningTask extends AutoCloseable {
    /**
     * Refuses if the calling thread would keep the source from going on while it waits for it, as one does that holds
     * Python's lock: it would wait for ever.
     *
     * @throws IllegalStateException to refuse, with what to do instead
     */
    default void requireMayWait() {}

    /** Tells the source to stop at its next row or batch; returns at once. */
    void cancel();

    /**
     * Stops the source, lets it clean up, and returns in bounded time, whatever the source does.
     *
     * <p>What it had made and nobody took is released.
     */
    @Override
    void close();
}
