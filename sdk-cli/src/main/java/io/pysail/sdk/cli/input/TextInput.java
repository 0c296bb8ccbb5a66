package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What readers of text have in common: rows are put together to batches, which end early where rows are long.
 *
 * <p>Memory is bounded by a batch and a record, however long the file is.
 */
abstract class TextInput implements BatchInput {
    /** As many as a source's batch has. */
    private static final int ROWS = 8_192;

    /** About as much memory as a batch takes, if its rows are long. */
    private static final long BYTES = 16L << 20;

    /** The longest record that is not taken for a mistake. */
    static final int LONGEST_RECORD = 64 << 20;

    private final ArrowSchema schema;
    private final BatchBuilder builder;

    TextInput(BatchBuilder builder) {
        this.schema = builder.schema();
        this.builder = builder;
    }

    @Override
    public final ArrowSchema schema() {
        return schema;
    }

    @Override
    public final @Nullable ArrowBatch next() throws IOException {
        long bytes = 0;
        while (builder.rowCount() < ROWS && bytes < BYTES) {
            int size = row();
            if (size < 0) {
                break;
            }
            builder.endRow();
            bytes += size;
        }
        return builder.rowCount() == 0 ? null : builder.finish();
    }

    /** Adds a value to each column, and tells how long it was; negative at the end. */
    abstract int row() throws IOException;

    @Override
    public void close() throws IOException {
        builder.close();
    }
}
