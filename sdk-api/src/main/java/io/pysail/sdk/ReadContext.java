package io.pysail.sdk;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ConversionException;
import io.pysail.sdk.filter.BatchFilter;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What a partition's batches have to become, and how its errors are told.
 *
 * <p>Confined to the thread that reads.
 */
final class ReadContext {
    private final String source;
    private final Secrets secrets;
    private final SchemaConversion conversion;
    private final @Nullable BatchFilter filter;
    private final Projection projection;
    private final int partition;
    private final int partitions;
    private final @Nullable MemoryListener memory;

    ReadContext(
            String source,
            Secrets secrets,
            ArrowSchema declared,
            @Nullable BatchFilter filter,
            Projection projection,
            int partition,
            int partitions,
            @Nullable MemoryListener memory) {
        this.source = source;
        this.secrets = secrets;
        this.conversion = new SchemaConversion(declared);
        this.filter = filter;
        this.projection = projection;
        this.partition = partition;
        this.partitions = partitions;
        this.memory = memory;
    }

    String source() {
        return source;
    }

    int partition() {
        return partition;
    }

    ArrowSchema schema() {
        return projection.schema();
    }

    /**
     * Brings a batch to the schema of the scan, leaves rows out that are not wanted, and cuts it off after some.
     *
     * <p>Borrows the batch.
     *
     * @param number which batch of the partition this is, from 0
     * @return a batch that the caller closes
     */
    ArrowBatch accept(ArrowBatch batch, long number, long wanted) {
        ArrowBatch accepted = filtered(converted(batch, number), number);
        if (!projection.isIdentity()) {
            try (ArrowBatch whole = accepted) {
                accepted = projection.apply(whole);
            }
        }
        if (accepted.rowCount() > wanted) {
            try (ArrowBatch whole = accepted) {
                accepted = whole.slice(0, wanted);
            }
        }
        return memory == null ? accepted : accounted(accepted, memory);
    }

    private ArrowBatch converted(ArrowBatch batch, long number) {
        try {
            return conversion.convert(batch);
        } catch (ConversionException e) {
            throw mismatch(e, number);
        } catch (ArrowDataException | IndexOutOfBoundsException e) {
            throw malformed(e, number); // an offset that leads out of its memory
        }
    }

    /** Takes the batch over. */
    private ArrowBatch filtered(ArrowBatch batch, long number) {
        if (filter == null) {
            return batch;
        }
        try (batch) {
            return filter.apply(batch);
        } catch (ArrowDataException | IndexOutOfBoundsException e) {
            throw malformed(e, number);
        }
    }

    /** Whether rows are left out, so that a batch may have none. */
    boolean isFiltered() {
        return filter != null;
    }

    private static ArrowBatch accounted(ArrowBatch batch, MemoryListener memory) {
        long bytes = batch.byteSize();
        try {
            memory.reserve(bytes);
        } catch (Throwable e) {
            batch.close();
            throw e;
        }
        return batch.whenReleased(() -> memory.release(bytes));
    }

    SailException failed(SailException error) {
        SailException hidden = secrets.hide(error);
        return hidden instanceof DataSourceException failure ? failure.in(partition, partitions) : hidden;
    }

    CancellationException cancelled() {
        return new CancellationException(
                "the read of partition " + partition + " of " + partitions + " of " + source + " was cancelled");
    }

    private SailException mismatch(ConversionException e, long number) {
        return failed(DataSourceException.of(
                "DATA_SOURCE_RETURN_SCHEMA_MISMATCH", source, "read", "batch " + number + ": " + e.getMessage(), e));
    }

    /** The error of a batch that breaks Arrow's rules. */
    SailException malformed(RuntimeException e, long number) {
        return failed(DataSourceException.of(
                "DATA_SOURCE_INVALID_RETURN_TYPE", source, "read", "batch " + number + ": " + e.getMessage(), e));
    }
}
