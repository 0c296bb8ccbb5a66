package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.testkit.Leaks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether engines find in a reader what they find in Arrow Java's own. */
@ExtendWith({Oracle.class, Leaks.class})
@Timeout(60)
class BatchArrowReaderTest {
    private final CountedBatches batches = new CountedBatches();

    static List<String> types() {
        return Oracle.types();
    }

    @ParameterizedTest
    @MethodSource("types")
    void oneBatchAfterTheOtherIsInTheSameVectors(String type) throws IOException {
        try (Shapes shapes = Oracle.shapes(type).only("whole", "empty", "one row", "from 1", "from 3", "5 from 8");
                BufferAllocator allocator = new RootAllocator();
                BatchArrowReader reader = BatchArrowReader.over(source(shapes), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            for (Shape shape : shapes.all()) {
                assertThat(reader.loadNextBatch()).isTrue();

                assertThat(VectorText.of(root, reader)).as(shape.name()).isEqualTo(shape.expected());
                try (ArrowBatch batch = Batches.over(root, reader)) {
                    assertThat(Oracle.texts(batch)).as(shape.name()).isEqualTo(shape.expected());
                }
            }
            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(root.getRowCount()).isZero();
            assertThat(reader.getVectorSchemaRoot()).isSameAs(root);
        }
    }

    @Test
    void whatIsTransferredOutOfTheReaderStaysWhenTheNextBatchIsLoaded() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                BatchArrowReader reader = BatchArrowReader.over(new ListedBatches(batches, 10, 20), allocator)) {
            reader.loadNextBatch();
            List<List<String>> expected = VectorText.of(reader.getVectorSchemaRoot(), reader);

            try (VectorSchemaRoot first = transferred(reader.getVectorSchemaRoot(), allocator)) {
                reader.loadNextBatch();
                assertThat(VectorText.of(first, reader)).isEqualTo(expected);
                assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(20);
                assertThat(batches.releases()).containsExactly(0, 0);
            }
            assertThat(batches.releases()).containsExactly(1, 0);
        }
        assertThat(batches.releases()).containsExactly(1, 1);
    }

    private static VectorSchemaRoot transferred(VectorSchemaRoot root, BufferAllocator allocator) {
        List<FieldVector> vectors = new ArrayList<>();
        for (FieldVector vector : root.getFieldVectors()) {
            TransferPair pair = vector.getTransferPair(vector.getField(), allocator);
            pair.transfer();
            vectors.add((FieldVector) pair.getTo());
        }
        return new VectorSchemaRoot(root.getSchema().getFields(), vectors, root.getRowCount());
    }

    @Test
    void theMemoryOfABatchIsGivenUpWithTheNext() throws IOException {
        ListedBatches source = new ListedBatches(batches, 10, 20, 30);
        try (BufferAllocator allocator = new RootAllocator();
                BatchArrowReader reader = BatchArrowReader.over(source, allocator)) {
            reader.loadNextBatch();
            reader.loadNextBatch();

            assertThat(batches.releases()).containsExactly(1, 0);
        }
        assertThat(batches.releases()).containsExactly(1, 1);
        assertThat(source.closed).isOne();
    }

    @Test
    void aReaderThatWasNeverAskedClosesItsSource() throws IOException {
        ListedBatches source = new ListedBatches(batches, 10);
        try (BufferAllocator allocator = new RootAllocator()) {
            BatchArrowReader reader = BatchArrowReader.over(source, allocator);

            reader.close();
            reader.close();

            assertThat(allocator.getAllocatedMemory()).isZero();
        }
        assertThat(source.closed).isPositive();
    }

    @Test
    void theReaderCountsWhatTheBatchesHold() throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                BatchArrowReader reader = BatchArrowReader.over(new ListedBatches(batches, 10, 20), allocator)) {
            assertThat(reader.bytesRead()).isZero();
            reader.loadNextBatch();
            long first = reader.bytesRead();
            reader.loadNextBatch();

            assertThat(first).isGreaterThan(10 * 8);
            assertThat(reader.bytesRead()).isGreaterThan(first + 20 * 8);
        }
    }

    private static BatchSource source(Shapes shapes) {
        Iterator<Shape> next = shapes.all().iterator();
        return new BatchSource() {
            @Override
            public ArrowSchema schema() {
                return shapes.all().getFirst().batch().schema();
            }

            @Override
            public @Nullable ArrowBatch next() {
                return next.hasNext() ? next.next().batch().retain() : null;
            }

            @Override
            public void close() {}
        };
    }
}
