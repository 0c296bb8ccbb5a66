package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;

/** Counts, and prints nothing: {@code --format none}, and what {@code --stats} tells of any format. */
public final class CountingSink implements BatchSink {
    private long rows;
    private long batches;
    private long bytes;

    /** A sink that has counted nothing. */
    public CountingSink() {}

    @Override
    public void begin(ArrowSchema schema) {}

    @Override
    public void write(ArrowBatch batch) {
        rows += batch.rowCount();
        bytes += batch.byteSize();
        batches++;
    }

    @Override
    public void finish() {}

    /**
     * How many rows there were.
     *
     * @return the rows of all batches
     */
    public long rows() {
        return rows;
    }

    /**
     * How many batches there were.
     *
     * @return the number, of which some may be empty
     */
    public long batches() {
        return batches;
    }

    /**
     * How much memory the batches had.
     *
     * @return the sum of their {@link ArrowBatch#byteSize}
     */
    public long bytes() {
        return bytes;
    }
}
