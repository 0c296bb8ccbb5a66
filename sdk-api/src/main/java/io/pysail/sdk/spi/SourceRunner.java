package io.pysail.sdk.spi;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cdata.ArrowSchema;
import java.util.List;

/**
 * For authors of executors: runs sources, for {@link io.pysail.sdk.DataSources}.
 *
 * <p>Errors of a source come as {@link io.pysail.sdk.DataSourceException}, what the user got wrong as
 * {@link io.pysail.sdk.UsageException}; {@link SourceFailures} makes them of what Python raised.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface SourceRunner extends AutoCloseable {
    /**
     * The sources that can be opened by name.
     *
     * @param load whether to import each, to know what it can do and whether it works
     * @return what was found, by name; one broken package does not hide the others
     * @throws SailException if Python cannot run
     */
    List<DataSourceInfo> list(boolean load);

    /**
     * Reads a schema that somebody wrote: without any source, as is needed before something is written.
     *
     * @param ddl the columns, such as {@code id LONG, name STRING}
     * @return the schema
     * @throws io.pysail.sdk.UsageException if it cannot be read
     */
    ArrowSchema parseSchema(String ddl);

    /**
     * Makes the object of a source's class and asks for its schema.
     *
     * @param request which source
     * @return the open source, which the caller closes
     * @throws SailException if there is no such source, or it fails
     */
    SourceSession open(SourceRequest request);

    /**
     * Takes over what was planned elsewhere.
     *
     * @param plan the plan
     * @return what reads it, which the caller closes
     * @throws SailException if the source cannot be found here
     */
    PlannedScan restore(ScanPlan plan);

    /**
     * Makes the object of a source's class and its writer. The source is not asked for its schema.
     *
     * @param request which source
     * @param write what is to be written
     * @return the writer, which the caller closes
     * @throws SailException if there is no such source, or it fails, or does not write
     */
    PlannedWrite write(SourceRequest request, WriteRequest write);

    /** Gives back what this holds. The caller has closed what it opened through it. */
    @Override
    void close();
}
