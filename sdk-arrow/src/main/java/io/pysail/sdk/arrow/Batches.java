package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.Metadata;
import java.util.List;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;

/**
 * Batches over the memory of vectors, for whatever takes batches: filters, writers, exports to C.
 *
 * {@snippet :
 * try (ArrowBatch batch = Batches.over(root)) {
 *     task.write(batch);
 * }
 * }
 *
 * <p>Each buffer lies where the vectors have it, and is kept until the last handle and the last view of the batch are
 * closed, on any thread. Until then the allocator accounts for it and cannot be closed. The vectors may be closed,
 * cleared or loaded anew at once; what must not happen is that somebody writes into their buffers, since the data of a
 * batch is immutable.
 *
 * <p>Thread-safe, where the vectors are not used by others at the same time.
 *
 * @since 0.1
 */
public final class Batches {
    private Batches() {}

    /**
     * A batch over vectors without dictionaries.
     *
     * @param root stays the caller's
     * @return the batch, which the caller closes
     * @throws IllegalArgumentException if a column has a dictionary, or a type that no batch can have
     * @throws ArrowDataException if a vector has fewer values than there are rows
     */
    public static ArrowBatch over(VectorSchemaRoot root) {
        return over(root, new MapDictionaryProvider());
    }

    /**
     * A batch over vectors that may have dictionaries.
     *
     * @param root stays the caller's
     * @param dictionaries has the values of its dictionaries, and stays the caller's
     * @return the batch, which the caller closes
     * @throws IllegalArgumentException if the provider lacks a dictionary, or a column has a type that no batch can have
     * @throws ArrowDataException if a vector has fewer values than there are rows
     */
    public static ArrowBatch over(VectorSchemaRoot root, DictionaryProvider dictionaries) {
        // Of the vectors, since the schema of the root may be older than they are.
        FromArrow fields = FromArrow.ofMemory(dictionaries);
        List<ArrowField> columns = root.getFieldVectors().stream()
                .map(vector -> fields.field(vector.getField()))
                .toList();
        ArrowSchema schema =
                new ArrowSchema(columns, Metadata.of(root.getSchema().getCustomMetadata()));
        try (RetainedBuffers buffers = new RetainedBuffers(dictionaries)) {
            return ArrowBatch.over(schema, buffers.layout(root), buffers.handOver());
        }
    }
}
