package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrayLayout;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthViewVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Where vectors lie in memory. It retains their buffers, which are given up when it is closed, unless they were handed
 * over before. Confined to a thread.
 */
final class RetainedBuffers implements AutoCloseable {
    private final DictionaryProvider dictionaries;
    private List<ArrowBuf> retained = new ArrayList<>();

    /** @param dictionaries has all that the vectors need, and stays the caller's */
    RetainedBuffers(DictionaryProvider dictionaries) {
        this.dictionaries = dictionaries;
    }

    /** Where the columns are. */
    ArrayLayout layout(VectorSchemaRoot root) {
        List<ArrayLayout> columns =
                root.getFieldVectors().stream().map(this::layout).toList();
        return new ArrayLayout(root.getRowCount(), 0, 0, List.of(ArrayLayout.Buffer.NONE), columns, null);
    }

    /** Gives the duty to release the buffers to whoever runs what this returns. */
    Runnable handOver() {
        List<ArrowBuf> handed = retained;
        retained = List.of();
        return () -> handed.forEach(ArrowBuf::close);
    }

    @Override
    public void close() {
        retained.forEach(ArrowBuf::close);
    }

    private ArrayLayout layout(FieldVector vector) {
        List<ArrayLayout.Buffer> buffers = new ArrayList<>();
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            buffer.getReferenceManager().retain();
            buffers.add(held(buffer));
        }
        if (FieldVectors.storage(vector) instanceof BaseVariableWidthViewVector views) {
            buffers.add(sizes(views, buffers.subList(2, buffers.size())));
        }
        return new ArrayLayout(
                vector.getValueCount(),
                nullCount(vector),
                0,
                buffers,
                vector.getChildrenFromFields().stream().map(this::layout).toList(),
                dictionary(vector));
    }

    private @Nullable ArrayLayout dictionary(FieldVector vector) {
        DictionaryEncoding encoding = vector.getField().getDictionary();
        return encoding == null
                ? null
                : layout(dictionaries.lookup(encoding.getId()).getVector());
    }

    /** What views have in the C Data Interface and not in Arrow Java: the sizes of the buffers that they lead to. */
    private ArrayLayout.Buffer sizes(BaseVariableWidthViewVector views, List<ArrayLayout.Buffer> data) {
        ArrowBuf sizes = views.getAllocator().buffer((long) data.size() * Long.BYTES);
        for (ArrayLayout.Buffer buffer : data) {
            sizes.writeLong(buffer.size());
        }
        return held(sizes);
    }

    /** Takes a reference over. */
    private ArrayLayout.Buffer held(ArrowBuf buffer) {
        retained.add(buffer);
        return buffer.capacity() == 0
                ? ArrayLayout.Buffer.NONE
                : new ArrayLayout.Buffer(buffer.memoryAddress(), buffer.capacity());
    }

    private static int nullCount(FieldVector vector) {
        // Null vectors have no buffer that could say so, and count all values as null.
        return vector instanceof NullVector || vector.getValueCount() > 0 ? vector.getNullCount() : 0;
    }
}
