package io.pysail.sdk.cdata;

import org.jspecify.annotations.Nullable;

/**
 * Batches of one schema, one after the other: what can be exported as a stream.
 *
 * @since 0.1
 */
public interface BatchSource extends AutoCloseable {
    /**
     * What the columns of all batches are.
     *
     * @return the schema
     */
    ArrowSchema schema();

    /**
     * Waits for the next batch.
     *
     * @return the batch, which the caller closes; null at the end
     */
    @Nullable
    ArrowBatch next();

    /** Gives up what the source holds; twice does no harm. */
    @Override
    void close();
}
