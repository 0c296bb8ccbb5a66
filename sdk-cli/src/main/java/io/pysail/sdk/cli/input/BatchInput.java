package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of a file as batches, one after the other.
 *
 * <p>Not thread-safe: one thread at a time. Whoever opened it closes it, and with it the file; its batches live on.
 */
public interface BatchInput extends AutoCloseable {
    /**
     * What all batches hold.
     *
     * @return the columns
     */
    ArrowSchema schema();

    /**
     * Reads the next batch.
     *
     * @return the batch, which the caller closes; null at the end
     * @throws InputException if there is something that cannot be read, or does not fit
     * @throws IOException if the file fails
     */
    @Nullable
    ArrowBatch next() throws IOException;

    @Override
    void close() throws IOException;
}
