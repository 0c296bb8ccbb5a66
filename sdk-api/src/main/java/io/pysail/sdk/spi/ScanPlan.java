package io.pysail.sdk.spi;

import io.pysail.sdk.cdata.ArrowSchema;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a planned scan is made of, so that any process with the same sources can read it.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class ScanPlan {
    private final SourceRequest request;
    private final String source;
    private final String reference;
    private final ArrowSchema schema;
    private final Copies copies;
    private final byte @Nullable [] reader;
    private final List<PartitionPlan> partitions;

    /**
     * How each read gets a reader of its own.
     *
     * @param method {@code cloudpickle}, {@code pickle}, or {@code shared} if the reader does not pickle
     * @param reason why it is shared; empty if it is not
     */
    public record Copies(String method, String reason) {}

    /**
     * A plan.
     *
     * @param request what was opened
     * @param source what the source is called in errors
     * @param reference {@code module:Class} or {@code file.py:Class}, by which another process finds the source
     * @param schema what comes out
     * @param copies how each read gets a reader
     * @param reader the reader's pickle; null if it does not pickle, so that another process has to plan again
     * @param partitions all partitions, by their numbers
     */
    public ScanPlan(
            SourceRequest request,
            String source,
            String reference,
            ArrowSchema schema,
            Copies copies,
            byte @Nullable [] reader,
            List<PartitionPlan> partitions) {
        this.request = request;
        this.source = source;
        this.reference = reference;
        this.schema = schema;
        this.copies = copies;
        this.reader = reader == null ? null : reader.clone();
        this.partitions = List.copyOf(partitions);
    }

    /**
     * What was opened.
     *
     * @return the request
     */
    public SourceRequest request() {
        return request;
    }

    /**
     * What the source is called in errors.
     *
     * @return the name
     */
    public String source() {
        return source;
    }

    /**
     * By which another process finds the source.
     *
     * @return {@code module:Class} or {@code file.py:Class}
     */
    public String reference() {
        return reference;
    }

    /**
     * What comes out.
     *
     * @return the declared schema
     */
    public ArrowSchema schema() {
        return schema;
    }

    /**
     * How each read gets a reader of its own.
     *
     * @return the method, and why
     */
    public Copies copies() {
        return copies;
    }

    /**
     * The reader. The bytes are code: only take them from somebody trusted.
     *
     * @return a pickle, unless it does not pickle
     */
    public Optional<byte[]> reader() {
        return Optional.ofNullable(reader).map(byte[]::clone);
    }

    /**
     * All partitions.
     *
     * @return at least one, by their numbers
     */
    public List<PartitionPlan> partitions() {
        return partitions;
    }
}
