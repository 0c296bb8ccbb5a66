package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import java.io.IOException;
import java.util.List;

/**
 * Where the batches of a read go: {@link #begin} once, {@link #write} for each batch, {@link #finish} once.
 *
 * <p>A sink holds nothing that must be closed. If something fails, whoever uses it just does not finish it; the stream
 * that it writes to is closed by whoever opened that.
 *
 * <p>Not thread-safe: one thread at a time.
 */
public interface BatchSink {
    /**
     * Takes the schema of all the batches that follow, and writes what comes before the rows.
     *
     * @param schema the columns
     * @throws IOException if the output cannot be written
     */
    void begin(ArrowSchema schema) throws IOException;

    /**
     * Writes the rows of a batch, all the way: they are in nobody's buffer when this returns.
     *
     * @param batch remains the caller's, who may close it afterwards
     * @throws IOException if the output cannot be written
     */
    void write(ArrowBatch batch) throws IOException;

    /**
     * Writes what comes after the rows.
     *
     * @throws IOException if the output cannot be written
     */
    void finish() throws IOException;

    /**
     * Several sinks as one.
     *
     * @param sinks get everything in this order
     * @return the sink
     */
    static BatchSink all(BatchSink... sinks) {
        return new SinkGroup(List.of(sinks));
    }
}
