package io.pysail.sdk.spi;

/**
 * A partition that an executor is reading.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface RunningRead extends AutoCloseable {
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
