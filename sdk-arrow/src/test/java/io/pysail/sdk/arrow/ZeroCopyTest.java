package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.testkit.Leaks;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether vectors and batches lie at the same addresses, and what is copied where they cannot. */
@ExtendWith({Oracle.class, Leaks.class})
class ZeroCopyTest {
    static List<String> types() {
        // A union of other type ids than Arrow Java's is the one type whose values are copied.
        return Oracle.types().stream().filter(type -> !type.contains("union")).toList();
    }

    @ParameterizedTest
    @MethodSource("types")
    void vectorsOfWholeBatchesLieWhereTheBatchLies(String type) {
        try (Shapes shapes = Oracle.shapes(type).only("whole", "unknown null count", "in a list", "one row");
                BufferAllocator allocator = new RootAllocator()) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries)) {
                    ArrayLayout column = shape.batch().layout().children().getFirst();
                    FieldVector vector = root.getVector(0);
                    if (column.offset() == 0) {
                        assertSamePlaces(vector, column);
                        assertThat(vector.getValueCount())
                                .isEqualTo((int) shape.batch().rowCount());
                    }
                }
            });
        }
    }

    /** Of buffers that the batch has; those that it lacks are made. */
    private static void assertSamePlaces(FieldVector vector, ArrayLayout array) {
        List<ArrowBuf> buffers = vector.getFieldBuffers();
        for (int i = 0; i < buffers.size(); i++) {
            ArrayLayout.Buffer there = array.buffers().get(i);
            if (there.address() != 0 && buffers.get(i).capacity() > 0) {
                assertThat(buffers.get(i).memoryAddress())
                        .as("buffer %d of %s", i, vector.getField())
                        .isEqualTo(there.address());
            }
        }
        List<FieldVector> children = vector.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
            if (array.children().get(i).offset() == 0) {
                assertSamePlaces(children.get(i), array.children().get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void batchesLieWhereTheirVectorsLie(String type) {
        try (Shapes shapes = Oracle.shapes(type);
                BufferAllocator allocator = new RootAllocator()) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                        ArrowBatch batch = Batches.over(root, dictionaries)) {
                    List<ArrowBuf> buffers = root.getVector(0).getFieldBuffers();
                    List<ArrayLayout.Buffer> places =
                            batch.layout().children().getFirst().buffers();
                    for (int i = 0; i < buffers.size(); i++) {
                        if (buffers.get(i).capacity() > 0) {
                            assertThat(places.get(i).address())
                                    .isEqualTo(buffers.get(i).memoryAddress());
                        }
                    }
                }
            });
        }
    }

    /** The bytes of those buffers that do not lie within a buffer of the batch, of up to 36 rows: the allocator rounds them up to powers of two. */
    @ParameterizedTest
    @CsvSource({
        // A bitmap of nulls is copied where it begins within a byte, ...
        "int64, whole, 0",
        "int64, from 1, 4",
        "int64, from 3, 4",
        "int64, from 8, 0",
        "int64, from 13, 4",
        "string, from 3, 4",
        "string_view, from 3, 4",
        "struct, from 3, 40",
        "list, from 8, 0",
        "list, from 3, 4",
        "deep, from 8, 8",
        // ... and so are values of a bit; ...
        "bool, whole, 0",
        "bool, from 1, 8",
        "bool, from 8, 0",
        // ... one is made where there are no nulls, ...
        "int64, without nulls, 2",
        "int64, without nulls from 3, 2",
        "fixed_binary, all bits set, 0",
        // ... and the ends of the runs that a slice touches, of four bytes each, and the bits of those and of their
        // values.
        "run_end_int32, whole, 2",
        "run_end_int32, from 3, 68",
        // Type ids, of a byte, are copied where they are not Arrow Java's.
        "dense_union_type_ids, whole, 16",
        "dense_union, from 8, 0",
    })
    void onlyBitsAndWhatArrowJavaHasOtherwiseAreCopied(String type, String name, long bytes) {
        try (Shapes shapes = Oracle.shapes(type).only(name);
                BufferAllocator allocator = new RootAllocator()) {
            Shape shape = shapes.all().getFirst();

            try (VectorSchemaRoot root = Vectors.over(shape.batch(), allocator)) {
                List<ArrayLayout.Buffer> places = new ArrayList<>();
                places(shape.batch().layout(), places);
                assertThat(copied(root.getVector(0), places)).isEqualTo(bytes);
            }
        }
    }

    private static void places(ArrayLayout array, List<ArrayLayout.Buffer> places) {
        places.addAll(array.buffers());
        array.children().forEach(child -> places(child, places));
    }

    private static long copied(FieldVector vector, List<ArrayLayout.Buffer> places) {
        long bytes = 0;
        for (ArrowBuf buffer : vector.getFieldBuffers()) {
            long address = buffer.memoryAddress();
            boolean there = places.stream()
                    .anyMatch(place -> place.address() <= address
                            && address + buffer.capacity() <= place.address() + place.size());
            bytes += there ? 0 : buffer.capacity();
        }
        for (FieldVector child : vector.getChildrenFromFields()) {
            bytes += copied(child, places);
        }
        return bytes;
    }

    @Test
    void theAllocatorAccountsForWhatVectorsUse() {
        try (Shapes shapes = Oracle.shapes("int64").only("whole", "from 3");
                BufferAllocator allocator = new RootAllocator()) {
            List<Long> accounted = new ArrayList<>();
            for (Shape shape : shapes.all()) {
                try (VectorSchemaRoot _ = Vectors.over(shape.batch(), allocator)) {
                    accounted.add(allocator.getAllocatedMemory());
                }
            }

            // 11 values and their bits; 30 values and the copy of their bits.
            assertThat(accounted).containsExactly(11L * 8 + 2, 30L * 8 + 4);
        }
    }
}
