package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchSource;
import java.io.IOException;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Batches for engines that expect an {@code ArrowReader}: each {@link #loadNextBatch} loads the next one into the vectors
 * of the reader's root, without a copy.
 *
 * <p>The vectors are the reader's, until the next batch is loaded or it is closed; what is transferred out of them stays
 * whoever transferred it. At the end they are empty. Dictionaries are replaced by those of each batch.
 *
 * <p>Whoever made it closes it, which closes the source too. Not thread-safe: any thread may use it, one at a time, as
 * far as the source allows.
 *
 * @since 0.1
 */
public final class BatchArrowReader extends ArrowReader {
    private final BatchSource source;
    private final ArrowSchema schema;
    private final Schema arrowSchema;
    private final boolean hasDenseUnions;
    private long bytesRead;

    private BatchArrowReader(BatchSource source, BufferAllocator allocator) {
        super(allocator);
        this.source = source;
        this.schema = source.schema();
        this.arrowSchema = Schemas.toArrow(schema);
        FieldVectors.requireVectors(arrowSchema);
        this.hasDenseUnions = FieldVectors.hasDenseUnions(arrowSchema.getFields());
    }

    /**
     * A reader of all batches of a source.
     *
     * @param source taken over: closed with the reader, or at once if this throws
     * @param allocator accounts for the memory of the batch that is loaded
     * @return the reader, which the caller closes
     * @throws IllegalArgumentException if a column is of a type that Arrow Java has no vectors for
     */
    public static BatchArrowReader over(BatchSource source, BufferAllocator allocator) {
        try {
            return new BatchArrowReader(source, allocator);
        } catch (Throwable e) {
            source.close();
            throw e;
        }
    }

    /**
     * Waits for the next batch and loads it.
     *
     * <p>If this throws, the vectors are empty, and the reader can go on if the source can.
     *
     * @return false at the end
     * @throws org.apache.arrow.memory.OutOfMemoryException if the allocator is at its limit; the batch is lost
     * @throws RuntimeException what the source throws
     */
    @Override
    public boolean loadNextBatch() throws IOException {
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        try (ArrowBatch batch = source.next()) {
            if (batch == null) {
                return false;
            }
            if (!batch.schema().equals(schema)) {
                throw otherSchema(batch.schema());
            }
            try (BatchLoading loading = new BatchLoading(batch, allocator, dictionaries)) {
                loading.take(root.getFieldVectors());
                loading.load();
                root.setRowCount(loading.rowCount());
                if (hasDenseUnions) {
                    // Which took values away: vectors of dense unions hold each to be of one row.
                    loading.load();
                }
            }
            bytesRead += batch.byteSize();
            return true;
        }
    }

    /**
     * How much memory the columns of all batches so far held.
     *
     * @return the bytes
     */
    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    protected void closeReadSource() {
        source.close();
    }

    @Override
    protected Schema readSchema() {
        return arrowSchema;
    }

    private IllegalStateException otherSchema(ArrowSchema found) {
        return new IllegalStateException("a batch has another schema than its source: " + found + ", not " + schema);
    }
}
