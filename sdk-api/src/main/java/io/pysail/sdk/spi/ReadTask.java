package io.pysail.sdk.spi;

/**
 * How to read a partition.
 *
 * @param attempt how often it was tried before
 * @param rowLimit how many rows are wanted at most: the source is asked for no more than it takes to have them
 * @since 0.1
 */
public record ReadTask(int attempt, long rowLimit) {
    /** All rows, at the first attempt. */
    public static final ReadTask ALL = new ReadTask(0, Long.MAX_VALUE);

    /** Refuses negative numbers. */
    public ReadTask {
        if (attempt < 0 || rowLimit < 0) {
            throw new IllegalArgumentException("attempt " + attempt + ", row limit " + rowLimit);
        }
    }
}
