package io.pysail.sdk.spi;

import io.pysail.sdk.SailException;
import io.pysail.sdk.cdata.ArrowSchema;

/**
 * A source that is open in an executor.
 *
 * <p>Thread-safe. Whoever opened it closes it.
 *
 * @since 0.1
 */
public interface SourceSession extends AutoCloseable {
    /**
     * What the source is called in errors.
     *
     * @return the name
     */
    String name();

    /**
     * What comes out of a read.
     *
     * @return the declared schema
     */
    ArrowSchema schema();

    /**
     * Plans a read: asks the source for a reader, what it takes over of the request, and its partitions.
     *
     * @param request what is wanted
     * @return the planned scan, which the caller closes before this session
     * @throws SailException if the source fails
     */
    PlannedScan plan(ScanRequest request);

    /** Gives back what the executor holds for this source. */
    @Override
    void close();
}
