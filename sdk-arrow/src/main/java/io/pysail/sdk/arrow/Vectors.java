package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrowBatch;
import java.util.HashMap;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Vectors over the memory of batches.
 *
 * {@snippet :
 * try (VectorSchemaRoot root = Vectors.over(batches.batch(), allocator)) {
 *     BigIntVector ids = (BigIntVector) root.getVector("id");
 *     for (int row = 0; row < root.getRowCount(); row++) {
 *         sum += ids.get(row);
 *     }
 * }
 * }
 *
 * <p>Each buffer lies where the batch has it. Arrow Java has no vectors that begin within their buffers, nor any without
 * a bitmap of nulls, so some bitmaps are made, of a bit a value, and accounted for by the allocator: for a column without
 * nulls; for one that begins at a row whose number cannot be divided by eight; and the ends of runs of such rows. So are
 * the type ids of a union, of a byte a value, where Arrow Java has others for its children.
 *
 *  * <p>Arrow Java's vectors of sparse unions show a list or a struct as null in {@code getObject}, unless the child is called
 * {@code list} or {@code struct}: read the children instead, which are right.
 *  *
 * <p>Values are not looked at: from a source that may be wrong, {@link ArrowBatch#validate} first.
 *  *
 * <p>The vectors may be transferred, sliced and closed in any order, each on any thread. The batch is a handle of its own
 * and may be closed at once.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class Vectors {
    private Vectors() {}

    /**
     * Vectors over a batch without dictionaries.
     *
     * @param batch stays the caller's
     * @param allocator accounts for the memory
     * @return the vectors, which the caller closes
     * @throws OutOfMemoryException if the allocator is at its limit; nothing is held then
     * @throws IllegalArgumentException if a column is a dictionary, or of a type that Arrow Java has no vectors for, or
     *     there are more values than its vectors can hold
     * @throws IllegalStateException if the batch is closed
     */
    public static VectorSchemaRoot over(ArrowBatch batch, BufferAllocator allocator) {
        Schema schema = Schemas.toArrow(batch.schema());
        FieldVectors.requireNoDictionary(schema);
        return load(batch, schema, allocator, new HashMap<>());
    }

    /**
     * Vectors over a batch that may have dictionaries.
     *
     * @param batch stays the caller's
     * @param allocator accounts for the memory
     * @param dictionaries where the values of dictionaries are put, under ids that are not taken there; the caller closes
     *     it
     * @return the vectors, which the caller closes
     * @throws OutOfMemoryException if the allocator is at its limit; nothing is held then
     * @throws IllegalArgumentException if a column is of a type that Arrow Java has no vectors for, or there are more
     *     values than its vectors can hold
     * @throws IllegalStateException if the batch is closed
     */
    public static VectorSchemaRoot over(
            ArrowBatch batch, BufferAllocator allocator, MapDictionaryProvider dictionaries) {
        long first = dictionaries.getDictionaryIds().stream()
                .mapToLong(id -> id + 1)
                .max()
                .orElse(0);
        Map<Long, Dictionary> found = new HashMap<>();
        VectorSchemaRoot root = load(batch, Schemas.toArrow(batch.schema(), first), allocator, found);
        found.values().forEach(dictionaries::put);
        return root;
    }

    private static VectorSchemaRoot load(
            ArrowBatch batch, Schema schema, BufferAllocator allocator, Map<Long, Dictionary> dictionaries) {
        VectorSchemaRoot root = FieldVectors.create(schema, allocator, dictionaries);
        try (BatchLoading loading = new BatchLoading(batch, allocator, dictionaries)) {
            loading.take(root.getFieldVectors());
            loading.load();
            // Not setRowCount, which would have every vector look for room to grow.
            return new VectorSchemaRoot(root.getSchema(), root.getFieldVectors(), loading.rowCount());
        }
    }
}
