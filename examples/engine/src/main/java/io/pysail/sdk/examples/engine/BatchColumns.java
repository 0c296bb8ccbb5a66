package io.pysail.sdk.examples.engine;

import io.pysail.sdk.arrow.Vectors;
import io.pysail.sdk.cdata.ArrowBatch;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;

/**
 * The columns of a batch as vectors over its memory; what a dictionary column stands for is copied.
 *
 * <p>Confined to one thread. Whoever made it closes it.
 */
final class BatchColumns implements AutoCloseable {
    private final BufferAllocator memory;
    private final MapDictionaryProvider dictionaries = new MapDictionaryProvider();
    private final VectorSchemaRoot root;
    private final List<FieldVector> decoded = new ArrayList<>();

    /** The batch stays the caller's. If this throws, nothing is held. */
    BatchColumns(ArrowBatch batch, BufferAllocator memory) {
        this.memory = memory;
        this.root = Vectors.over(batch, memory, dictionaries);
    }

    int rowCount() {
        return root.getRowCount();
    }

    /** The column at a position, which stays this one's. */
    FieldVector column(int position) {
        FieldVector vector = root.getVector(position);
        DictionaryEncoding encoding = vector.getField().getDictionary();
        return encoding == null ? vector : decode(vector, encoding);
    }

    private FieldVector decode(FieldVector indices, DictionaryEncoding encoding) {
        FieldVector values =
                (FieldVector) DictionaryEncoder.decode(indices, dictionaries.lookup(encoding.getId()), memory);
        decoded.add(values);
        return values;
    }

    @Override
    public void close() {
        decoded.forEach(FieldVector::close);
        root.close();
        dictionaries.close();
    }
}
