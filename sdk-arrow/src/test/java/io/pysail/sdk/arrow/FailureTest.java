package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowDataException;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.testkit.Leaks;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.arrow.memory.AllocationListener;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whether what fails halfway leaves nothing behind, and says why it failed. */
@ExtendWith({Oracle.class, Leaks.class})
@Timeout(60)
class FailureTest {
    private final CountedBatches batches = new CountedBatches();

    /** Something that needs memory of an allocator, and gives it back. */
    private interface Use {
        void of(BufferAllocator allocator) throws IOException;
    }

    /** Refuses one allocation, of memory or of what only is accounted for. */
    private static final class Refusing implements AllocationListener {
        private int remaining;

        Refusing(int allocations) {
            this.remaining = allocations;
        }

        @Override
        public void onPreAllocation(long size) {
            if (remaining-- == 0) {
                throw new OutOfMemoryException("refused by the test");
            }
        }
    }

    /** Fails with the first buffer, then with the second, and so on, until there is nothing to fail any more. */
    private static int failWithEachBuffer(Use use) throws IOException {
        long before = OpenResources.count().batches();
        for (int allocations = 0; ; allocations++) {
            try (BufferAllocator allocator = new RootAllocator(new Refusing(allocations), Long.MAX_VALUE)) {
                use.of(allocator);
                return allocations;
            } catch (OutOfMemoryException e) { // closing the allocator would have said that something is left
                assertThat(e).hasMessageContaining("refused by the test");
                assertThat(OpenResources.count().batches()).isEqualTo(before);
            }
        }
    }

    /** Fails at all limits that the use does not fit into, in small steps. */
    private static long failAtEachLimit(Use use) throws IOException {
        long before = OpenResources.count().batches();
        for (long limit = 0; ; limit += 1 + limit / 50) {
            try (BufferAllocator allocator = new RootAllocator(limit)) {
                use.of(allocator);
                return limit;
            } catch (OutOfMemoryException e) {
                assertThat(OpenResources.count().batches()).isEqualTo(before);
            }
        }
    }

    @Test
    void anAllocatorAtItsLimitLeavesNothingOfAnImport() throws IOException {
        try (Shapes shapes = Oracle.others().only("everything from 3")) {
            ArrowBatch batch = shapes.all().getFirst().batch();
            Use use = allocator -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(batch, allocator, dictionaries)) {
                    assertThat(root.getRowCount()).isEqualTo((int) batch.rowCount());
                }
            };

            assertThat(failWithEachBuffer(use)).isGreaterThan(100);
            assertThat(failAtEachLimit(use)).isGreaterThan(1000);
        }
    }

    @Test
    void anAllocatorAtItsLimitLeavesNothingOfAReader() throws IOException {
        Use use = allocator -> {
            ListedBatches source = new ListedBatches(batches, 10, 20);
            try (BatchArrowReader reader = BatchArrowReader.over(source, allocator)) {
                while (reader.loadNextBatch()) {
                    assertThat(reader.getVectorSchemaRoot().getRowCount()).isPositive();
                }
            } finally {
                assertThat(source.closed).isOne();
            }
        };

        assertThat(failWithEachBuffer(use)).isGreaterThan(10);
        assertThat(failAtEachLimit(use)).isGreaterThan(100);
        assertThat(batches.releases()).containsOnly(1);
    }

    @Test
    void aReaderGoesOnAfterABatchThatDidNotFit() throws IOException {
        try (BufferAllocator allocator = new RootAllocator(2000);
                BatchArrowReader reader = BatchArrowReader.over(new ListedBatches(batches, 10, 1000, 20), allocator)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            assertThat(reader.loadNextBatch()).isTrue();

            assertThatThrownBy(reader::loadNextBatch).isInstanceOf(OutOfMemoryException.class);

            assertThat(root.getRowCount()).isZero();
            assertThat(allocator.getAllocatedMemory()).isZero();
            assertThat(reader.loadNextBatch()).isTrue();
            assertThat(root.getRowCount()).isEqualTo(20);
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void anAllocatorAtItsLimitLeavesNothingOfAnExport() {
        try (Shapes shapes = Oracle.shapes("string_view").only("whole");
                BufferAllocator allocator = new RootAllocator()) {
            Shape shape = shapes.all().getFirst();
            try (VectorSchemaRoot root = Vectors.over(shape.batch(), allocator)) {
                long used = allocator.getAllocatedMemory();
                allocator.setLimit(used); // the sizes of the buffers of views need a few bytes more
                long before = OpenResources.count().batches();

                assertThatThrownBy(() -> Batches.over(root)).isInstanceOf(OutOfMemoryException.class);

                assertThat(allocator.getAllocatedMemory()).isEqualTo(used);
                assertThat(OpenResources.count().batches()).isEqualTo(before);
                allocator.setLimit(Long.MAX_VALUE);
                try (ArrowBatch batch = Batches.over(root)) {
                    assertThat(Oracle.texts(batch)).isEqualTo(shape.expected());
                }
            }
        }
    }

    @Test
    void moreRowsThanVectorsCanHoldAreRefused() {
        long rows = 1L << 31;
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("nothing", new ArrowType.Null()));
        ArrayLayout nulls = new ArrayLayout(rows, rows, 0, List.of(), List.of(), null);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = batch(schema, rows, nulls)) {
            assertThatThrownBy(() -> Vectors.over(batch, allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2147483648 rows");
        }
    }

    @Test
    void moreRowsThanVectorsCanHoldAreRefusedAlsoWithoutColumns() {
        long rows = 1L << 31;
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = batch(ArrowSchema.of(), rows)) {
            assertThatThrownBy(() -> Vectors.over(batch, allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2147483648");
        }
    }

    @Test
    void moreItemsThanVectorsCanHoldAreRefused() {
        int size = 1 << 30;
        ArrowField item = ArrowField.nullable("item", new ArrowType.Null());
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("lists", new ArrowType.FixedList(item, size)));
        ArrayLayout items = new ArrayLayout(3L * size, 3L * size, 0, List.of(), List.of(), null);
        ArrayLayout lists = new ArrayLayout(3, 0, 0, List.of(ArrayLayout.Buffer.NONE), List.of(items), null);
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = batch(schema, 3, lists)) {
            assertThatThrownBy(() -> Vectors.over(batch, allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("item")
                    .hasMessageContaining(String.valueOf(3L * size));
            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    private static ArrowBatch batch(ArrowSchema schema, long rows, ArrayLayout... columns) {
        return ArrowBatch.over(
                schema,
                new ArrayLayout(rows, 0, 0, List.of(ArrayLayout.Buffer.NONE), List.of(columns), null),
                () -> {});
    }

    @Test
    void endsOfRunsThatAreNotInOrderAreRefusedOrRead() {
        try (Shapes shapes = Oracle.disorderedRuns();
                BufferAllocator allocator = new RootAllocator()) {
            shapes.forEach(shape -> {
                try (VectorSchemaRoot root = Vectors.over(shape.batch(), allocator)) {
                    assertThat(root.getRowCount()).isEqualTo((int) shape.batch().rowCount());
                } catch (ArrowDataException e) {
                    assertThat(e).hasMessageContaining("v");
                }
                assertThat(allocator.getAllocatedMemory()).isZero();
            });
        }
    }

    @Test
    void vectorsWithFewerValuesThanTheRootHasRowsAreRefused() {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowBatch batch = batches.make(10);
                VectorSchemaRoot root = Vectors.over(batch, allocator)) {
            long used = allocator.getAllocatedMemory();
            VectorSchemaRoot longer = new VectorSchemaRoot(root.getSchema().getFields(), root.getFieldVectors(), 11);

            assertThatThrownBy(() -> Batches.over(longer))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("id");

            assertThat(allocator.getAllocatedMemory()).isEqualTo(used);
        }
        assertThat(batches.releases()).containsExactly(1);
    }

    @Test
    void aClosedBatchIsRefused() {
        try (BufferAllocator allocator = new RootAllocator()) {
            ArrowBatch batch = batches.make(10);
            batch.close();

            assertThatThrownBy(() -> Vectors.over(batch, allocator)).isInstanceOf(IllegalStateException.class);

            assertThat(allocator.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void aClosedAllocatorIsRefused() {
        BufferAllocator allocator = new RootAllocator();
        allocator.close();
        try (ArrowBatch batch = batches.make(10)) {
            assertThatThrownBy(() -> Vectors.over(batch, allocator)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(batches.releases()).containsExactly(1);
    }

    @Test
    void dictionariesAreRefusedWithoutAPlaceForThem() {
        try (Shapes shapes = Oracle.shapes("dictionary").only("whole", "in a list", "in a struct from 1");
                BufferAllocator allocator = new RootAllocator()) {
            shapes.forEach(shape -> assertThatThrownBy(() -> Vectors.over(shape.batch(), allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("v")
                    .hasMessageContaining("MapDictionaryProvider"));
        }
    }

    @Test
    void vectorsOfAMissingDictionaryAreRefused() {
        try (Shapes shapes = Oracle.shapes("dictionary").only("whole");
                BufferAllocator allocator = new RootAllocator();
                MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = Vectors.over(shapes.all().getFirst().batch(), allocator, dictionaries)) {
            long used = allocator.getAllocatedMemory();

            assertThatThrownBy(() -> Batches.over(root))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("v");

            assertThat(allocator.getAllocatedMemory()).isEqualTo(used);
        }
    }

    @Test
    void aSourceOfARefusedTypeIsClosed() {
        AtomicInteger closed = new AtomicInteger();
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("price", new ArrowType.Decimal(9, 2, 32)));
        try (BufferAllocator allocator = new RootAllocator()) {
            assertThatThrownBy(() -> BatchArrowReader.over(ListedBatches.empty(schema, closed), allocator))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("price");
        }
        assertThat(closed).hasValue(1);
    }

    @Test
    void whatASourceThrowsIsThrownByTheReader() throws IOException {
        ListedBatches source = new ListedBatches(batches, 10, -1, 20);
        try (BufferAllocator allocator = new RootAllocator();
                BatchArrowReader reader = BatchArrowReader.over(source, allocator)) {
            assertThat(reader.loadNextBatch()).isTrue();

            assertThatThrownBy(reader::loadNextBatch)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no batch of -1 rows");

            assertThat(allocator.getAllocatedMemory()).isZero();
            assertThat(reader.loadNextBatch()).isTrue();
        }
        assertThat(source.closed).isOne();
        assertThat(batches.releases()).containsExactly(1, 1);
    }
}
