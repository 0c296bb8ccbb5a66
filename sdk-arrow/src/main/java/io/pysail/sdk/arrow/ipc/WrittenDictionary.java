package io.pysail.sdk.arrow.ipc;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorLoader;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.VectorUnloader;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.compression.NoCompressionCodec;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;

/**
 * What was written of a dictionary: a copy on Java's heap, since its owner may change or close the vector, and since
 * nothing need then be closed.
 *
 * <p>Immutable.
 */
final class WrittenDictionary {
    private final int length;
    private final List<ArrowFieldNode> nodes;
    private final List<Long> viewBuffers;
    private final List<MemorySegment> buffers;

    private WrittenDictionary(ArrowRecordBatch batch) {
        this.length = batch.getLength();
        this.nodes = List.copyOf(batch.getNodes());
        this.viewBuffers = List.copyOf(batch.getVariadicBufferCounts());
        this.buffers = batch.getBuffers().stream()
                .map(WrittenDictionary::readable)
                .map(WrittenDictionary::copy)
                .toList();
    }

    static WrittenDictionary of(ArrowRecordBatch batch) {
        return new WrittenDictionary(batch);
    }

    /** The values of a dictionary as a batch of one column, which the caller closes. */
    static ArrowRecordBatch unload(FieldVector values) {
        return new VectorUnloader(root(values)).getRecordBatch();
    }

    /** Whether the values are still the same ones, however they lie in memory. */
    boolean holds(FieldVector values) {
        if (values.getValueCount() != length) {
            return false;
        }
        try (ArrowRecordBatch batch = unload(values)) {
            return hasBytes(batch) || hasValues(values);
        }
    }

    private boolean hasBytes(ArrowRecordBatch batch) {
        List<ArrowBuf> others = batch.getBuffers();
        if (others.size() != buffers.size() || !isSame(nodes, batch.getNodes())) {
            return false;
        }
        for (int i = 0; i < others.size(); i++) {
            if (readable(others.get(i)).mismatch(buffers.get(i)) >= 0) {
                return false;
            }
        }
        return true;
    }

    /** Arrow's nodes do not tell by themselves whether they are equal. */
    private static boolean isSame(List<ArrowFieldNode> some, List<ArrowFieldNode> others) {
        boolean same = some.size() == others.size();
        for (int i = 0; same && i < some.size(); i++) {
            ArrowFieldNode one = some.get(i);
            ArrowFieldNode other = others.get(i);
            same = one.getLength() == other.getLength() && one.getNullCount() == other.getNullCount();
        }
        return same;
    }

    private boolean hasValues(FieldVector values) {
        try (FieldVector written = values.getField().createVector(values.getAllocator())) {
            load(written);
            return VectorEqualsVisitor.vectorEquals(values, written);
        }
    }

    private void load(FieldVector target) {
        List<ArrowBuf> loaded = new ArrayList<>();
        try {
            for (MemorySegment buffer : buffers) {
                ArrowBuf copy = target.getAllocator().buffer(buffer.byteSize());
                loaded.add(copy);
                BufferMemory.segment(copy, 0, buffer.byteSize()).copyFrom(buffer);
                copy.writerIndex(buffer.byteSize());
            }
            try (ArrowRecordBatch batch = new ArrowRecordBatch(
                    length, nodes, loaded, NoCompressionCodec.DEFAULT_BODY_COMPRESSION, viewBuffers, true)) {
                new VectorLoader(root(target)).load(batch);
            }
        } finally {
            loaded.forEach(ArrowBuf::close);
        }
    }

    private static VectorSchemaRoot root(FieldVector values) {
        return new VectorSchemaRoot(List.of(values.getField()), List.of(values), values.getValueCount());
    }

    private static MemorySegment readable(ArrowBuf buffer) {
        return BufferMemory.segment(buffer, buffer.readerIndex(), buffer.readableBytes());
    }

    /** In longs, so that more than 2 GiB fit. */
    private static MemorySegment copy(MemorySegment bytes) {
        long[] heap = new long[Math.toIntExact((bytes.byteSize() + Long.BYTES - 1) / Long.BYTES)];
        return MemorySegment.ofArray(heap).asSlice(0, bytes.byteSize()).copyFrom(bytes);
    }
}
