package io.pysail.sdk.spi;

import io.pysail.sdk.SailException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What an executor takes the batches of a task from, and tells how it ended. The SDK implements it.
 *
 * <p>One thread at a time takes. Exactly one of the ends is told; batches that were not taken by then are given up.
 *
 * @since 0.1
 */
public interface WriteFeed {
    /**
     * Waits for the next batch. Not to be called with anything held that others wait for, such as Python's lock.
     *
     * @return the batch, which the caller closes; null at the end, however often it is asked for
     * @throws CancellationException if nobody wants the task any more, or this thread is interrupted, which it then is no
     *     longer
     */
    @Nullable
    ArrowBatch next();

    /**
     * Tells that the source has written what it took.
     *
     * @param message the pickle of what its {@code write} returned
     * @param metrics the source's own figures
     */
    void finish(byte[] message, Map<String, SourceMetric> metrics);

    /**
     * Tells that the source failed.
     *
     * @param error why
     */
    void fail(SailException error);
}
