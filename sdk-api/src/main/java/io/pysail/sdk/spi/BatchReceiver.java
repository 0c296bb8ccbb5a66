package io.pysail.sdk.spi;

import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import java.util.Map;

/**
 * What an executor gives the batches of a partition to. The SDK implements it.
 *
 * <p>One thread at a time gives, in the order of the rows.
 *
 * @since 0.1
 */
public interface BatchReceiver {
    /**
     * Whether a batch would be taken without waiting.
     *
     * @return false while as many wait to be read as may be in flight
     */
    boolean hasRoom();

    /**
     * Waits until there is room, or nobody wants more, or this thread is interrupted, which it then is no longer. Not to
     * be called with anything held that others wait for, such as Python's lock.
     */
    void awaitRoom();

    /**
     * Whether anybody wants more batches.
     *
     * @return false once the reader is closed or cancelled, or has all the rows it wants
     */
    boolean isWanted();

    /**
     * Gives a batch. Never blocks, and takes it even if there is no room: who gives asks before.
     *
     * <p>Takes ownership of the batch, also when this throws or nobody wants it.
     *
     * @param batch the batch
     */
    void give(ArrowBatch batch);

    /**
     * Reports the end: there are no more batches.
     *
     * @param metrics the source's own figures, by name
     */
    void finish(Map<String, SourceMetric> metrics);

    /**
     * Reports the end: reading failed.
     *
     * @param error what went wrong
     */
    void fail(SailException error);
}
