package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrayStruct;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowExporter;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.Releaser;
import io.pysail.sdk.cdata.SchemaStruct;
import io.pysail.sdk.cdata.UpcallGuard;
import io.pysail.sdk.testkit.Leaks;
import java.util.List;
import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntervalDayVector;
import org.apache.arrow.vector.IntervalYearVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.compare.VectorEqualsVisitor;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether Arrow Java's own way through the C Data Interface, {@code arrow-c-data}, takes what we export, and we what it
 * exports. On the class path, since it needs JNI and a flag for the memory of the JDK's buffers.
 */
@Tag("class-path")
@ExtendWith({Oracle.class, Leaks.class})
@Timeout(60)
class ArrowPeerTest {
    private static final ArrowExporter EXPORTER = ArrowExporter.with(UpcallGuard.NONE);
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private BufferAllocator allocator;

    @SuppressWarnings("NullAway.Init") // set before each test
    ArrowPeerTest() {}

    static List<String> types() {
        return Oracle.types();
    }

    /** Those that the peer gives the right type ids: see {@link ArrowFlaws#OTHER_TYPE_IDS}. */
    static List<String> typesWithoutTypeIds() {
        return Oracle.types().stream()
                .filter(type -> ArrowFlaws.OTHER_TYPE_IDS.stream().noneMatch(type::startsWith))
                .toList();
    }

    static List<String> typesOfOtherTypeIds() {
        return ArrowFlaws.OTHER_TYPE_IDS;
    }

    @BeforeEach
    void openAllocator() {
        allocator = new RootAllocator();
    }

    @AfterEach
    void closeAllocator() {
        allocator.close(); // throws if anything is left
    }

    /** What a batch itself exports: it may begin within its buffers, which the peer does not look at. */
    @ParameterizedTest
    @MethodSource("typesWithoutTypeIds")
    void batchesThatBeginWithTheirBuffersAreImportedThere(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                if (!hasOffset(shape.batch().layout())) {
                    assertImported(shape.batch(), shape);
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void batchesOverVectorsAreImportedThere(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                        ArrowBatch batch = Batches.over(root, dictionaries)) {
                    assertImported(batch, shape);
                }
            });
        }
    }

    private void assertImported(ArrowBatch batch, Shape shape) {
        try (ArrowArray array = ArrowArray.allocateNew(allocator);
                ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
            EXPORTER.batch(batch, ArrayStruct.at(array.memoryAddress()), SchemaStruct.at(schema.memoryAddress()));
            try (CDataDictionaryProvider theirs = new CDataDictionaryProvider();
                    MapDictionaryProvider ours = new MapDictionaryProvider();
                    VectorSchemaRoot imported = Data.importVectorSchemaRoot(allocator, array, schema, theirs);
                    VectorSchemaRoot root = Vectors.over(batch, allocator, ours)) {
                assertThat(VectorText.of(imported, theirs)).isEqualTo(shape.expected());

                if (!ArrowFlaws.isNotCompared(shape.type())) {
                    FieldVector their = imported.getVector(0);
                    assertThat(VectorEqualsVisitor.vectorEquals(their, root.getVector(0), (_, _) -> true))
                            .as("vectors are equal")
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatIsExportedThereIsImportedHere(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                        ArrowArray array = ArrowArray.allocateNew(allocator);
                        ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
                    Data.exportVectorSchemaRoot(allocator, root, dictionaries, array, schema);

                    try (ArrowBatch batch = IMPORTER.batch(
                            ArrayStruct.at(array.memoryAddress()), SchemaStruct.at(schema.memoryAddress()))) {
                        batch.validate();
                        assertThat(Oracle.texts(batch)).isEqualTo(shape.expected());
                    }
                }
            });
        }
    }

    /** Fails when the peer looks at offsets: then all shapes of the first test are for it. */
    @Test
    void batchesThatBeginWithinTheirBuffersAreMisreadThere() {
        try (Shapes shapes = Oracle.shapes("int64").only("from 3")) {
            Shape shape = shapes.all().getFirst();
            assertThat(hasOffset(shape.batch().layout())).isTrue();

            assertThatThrownBy(() -> assertImported(shape.batch(), shape))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining(shape.expected().getFirst().getFirst());
        }
    }

    /** Fails when the peer mends one of them: then it is to leave {@link ArrowFlaws}. */
    @ParameterizedTest
    @MethodSource("typesOfOtherTypeIds")
    void vectorsOfUnionsStillTellOtherTypeIdsThere(String type) {
        try (Shapes shapes = Oracle.shapes(type).only("whole")) {
            Shape shape = shapes.all().getFirst();

            assertThatThrownBy(() -> assertImported(shape.batch(), shape))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("no child");
        }
    }

    /** Of two kinds, of which pyarrow has none. */
    @Test
    void intervalsOfMonthsAndOfDaysGoThereAndBack() {
        try (IntervalYearVector months = new IntervalYearVector("months", allocator);
                IntervalDayVector days = new IntervalDayVector("days", allocator);
                VectorSchemaRoot own = VectorSchemaRoot.of(months, days)) {
            months.setSafe(0, Integer.MAX_VALUE);
            months.setNull(1);
            months.setSafe(2, -13);
            days.setSafe(0, Integer.MIN_VALUE, -1);
            days.setNull(1);
            days.setSafe(2, 30, 86_400_001);
            own.setRowCount(3);
            List<List<String>> expected = List.of(
                    List.of("2147483647 months 0 days 0 ns", "null", "-13 months 0 days 0 ns"),
                    List.of("0 months -2147483648 days -1000000 ns", "null", "0 months 30 days 86400001000000 ns"));

            try (ArrowBatch batch = Batches.over(own);
                    VectorSchemaRoot back = Vectors.over(batch, allocator)) {
                assertThat(VectorText.of(back, new MapDictionaryProvider())).isEqualTo(expected);
                assertImported(batch, new Shape("intervals", "own", batch, expected));
            }
            try (ArrowArray array = ArrowArray.allocateNew(allocator);
                    ArrowSchema schema = ArrowSchema.allocateNew(allocator)) {
                Data.exportVectorSchemaRoot(allocator, own, new MapDictionaryProvider(), array, schema);
                try (ArrowBatch batch = IMPORTER.batch(
                                ArrayStruct.at(array.memoryAddress()), SchemaStruct.at(schema.memoryAddress()));
                        VectorSchemaRoot back = Vectors.over(batch, allocator)) {
                    assertThat(VectorText.of(back, new MapDictionaryProvider())).isEqualTo(expected);
                }
            }
        }
    }

    private static boolean hasOffset(ArrayLayout array) {
        ArrayLayout dictionary = array.dictionary();
        return array.offset() != 0
                || array.children().stream().anyMatch(ArrowPeerTest::hasOffset)
                || (dictionary != null && hasOffset(dictionary));
    }
}
