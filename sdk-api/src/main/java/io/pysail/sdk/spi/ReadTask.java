package io.pysail.sdk.spi;

/**
 * How to read a partition.
 *
 * @param attempt how often it was tried before
 * @param rowLimit how many rows are wanted at most: the source is asked for no more than it takes to have them
 * @param rowsPerBatch how many rows a batch has at most that is built of a source's rows
 * @since 0.1
 */
public record ReadTask(int attempt, long rowLimit, int rowsPerBatch) {
    /** Refuses negative numbers, and batches without rows. */
    public ReadTask {
        if (attempt < 0 || rowLimit < 0 || rowsPerBatch < 1) {
            throw new IllegalArgumentException(
                    "attempt " + attempt + ", row limit " + rowLimit + ", rows per batch " + rowsPerBatch);
        }
    }
}
