package io.pysail.sdk.spi;

/**
 * Which part of a write a task is.
 *
 * @param partition its number, from 0
 * @param attempt how often it was tried before
 * @since 0.1
 */
public record WriteTask(int partition, int attempt) {
    /** Refuses negative numbers. */
    public WriteTask {
        if (partition < 0 || attempt < 0) {
            throw new IllegalArgumentException("partition " + partition + ", attempt " + attempt);
        }
    }
}
