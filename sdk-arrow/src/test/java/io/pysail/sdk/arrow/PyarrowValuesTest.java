package io.pysail.sdk.arrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.arrow.Oracle.Shape;
import io.pysail.sdk.arrow.Oracle.Shapes;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.testkit.Leaks;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whether Arrow Java's vectors hold what pyarrow put into a batch, and pyarrow finds in a batch what vectors hold: every
 * type, in every shape.
 */
@ExtendWith({Oracle.class, Leaks.class})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PyarrowValuesTest {
    private static final int[] OFFSETS = {1, 3, 8, 13};

    private BufferAllocator allocator;

    @SuppressWarnings("NullAway.Init") // set before each test
    PyarrowValuesTest() {}

    static List<String> types() {
        return Oracle.types();
    }

    /** The types whose vectors Arrow Java can copy. */
    static List<String> copyable() {
        return types(ArrowFlaws.NOT_COPIED);
    }

    /** The types whose vectors Arrow Java can slice. */
    static List<String> sliceable() {
        return types(ArrowFlaws.NOT_SLICED);
    }

    static List<String> notCopied() {
        return typesOf(ArrowFlaws.NOT_COPIED);
    }

    static List<String> notSliced() {
        return ArrowFlaws.NOT_SLICED;
    }

    private static List<String> typesOf(List<String> beginnings) {
        return Oracle.types().stream()
                .filter(type -> beginnings.stream().anyMatch(type::startsWith))
                .toList();
    }

    private static List<String> types(List<String> without) {
        return Oracle.types().stream()
                .filter(type -> without.stream().noneMatch(type::startsWith))
                .toList();
    }

    static List<String> refused() {
        return List.copyOf(Refused.TYPES.keySet());
    }

    @BeforeEach
    void openAllocator() {
        allocator = new RootAllocator(64 << 20); // of which some types of Arrow Java want everything
    }

    @AfterEach
    void closeAllocator() {
        allocator.close(); // throws if anything is left
    }

    @ParameterizedTest
    @MethodSource("types")
    void vectorsHoldTheValuesThatPyarrowSees(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> assertVectorsHold(shape.expected(), shape.batch()));
        }
    }

    @Test
    void vectorsOfManyColumnsHoldTheValuesThatPyarrowSees() {
        try (Shapes shapes = Oracle.others()) {
            shapes.forEach(shape -> assertVectorsHold(shape.expected(), shape.batch()));
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void vectorsOfASliceOfABatchHoldItsRows(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                for (int offset : OFFSETS) {
                    int length = (int) shape.batch().rowCount() - offset;
                    if (length > 0) {
                        try (ArrowBatch slice = shape.batch().slice(offset, length)) {
                            assertVectorsHold(rows(shape.expected(), offset, length), slice);
                        }
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void whatCameBecomesABatchAgain(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(this::assertReturns);
        }
    }

    @Test
    void manyColumnsBecomeABatchAgain() {
        try (Shapes shapes = Oracle.others()) {
            shapes.forEach(this::assertReturns);
        }
    }

    private void assertReturns(Shape shape) {
        try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                ArrowBatch back = Batches.over(root, dictionaries)) {
            assertThat(Oracle.texts(back)).isEqualTo(shape.expected());
            assertThat(Kept.of(back.schema())).isEqualTo(Kept.of(shape.batch().schema()));
            back.validate();
        }
    }

    @ParameterizedTest
    @MethodSource("sliceable")
    void slicesOfARootBecomeBatches(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries)) {
                    for (int offset : OFFSETS) {
                        int length = Math.min(10, root.getRowCount() - offset);
                        if (length > 0) {
                            try (VectorSchemaRoot slice = root.slice(offset, length);
                                    ArrowBatch batch = Batches.over(slice, dictionaries)) {
                                assertThat(Oracle.texts(batch, !type.contains("_view")))
                                        .as("%d rows from %d", length, offset)
                                        .isEqualTo(rows(shape.expected(), offset, length));
                            }
                        }
                    }
                }
            });
        }
    }

    /** Vectors whose memory is Arrow Java's, as an engine has them. */
    @ParameterizedTest
    @MethodSource("copyable")
    void vectorsOfOnesOwnBecomeBatches(String type) {
        try (Shapes shapes = Oracle.shapes(type).only("whole", "empty", "one row", "without nulls", "all null")) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                        VectorSchemaRoot root = Vectors.over(shape.batch(), allocator, dictionaries);
                        VectorSchemaRoot own = VectorSchemaRoot.create(root.getSchema(), allocator)) {
                    copy(root, own);
                    try (ArrowBatch batch = Batches.over(own, dictionaries)) {
                        assertThat(Oracle.texts(batch)).isEqualTo(shape.expected());
                    }
                }
            });
        }
    }

    /** Fails when Arrow Java mends one of them: then it is to leave {@link ArrowFlaws}. */
    @ParameterizedTest
    @MethodSource("notCopied")
    void whatArrowJavaCannotCopyItStillCannotCopy(String type) {
        try (Shapes shapes = Oracle.shapes(type).only("whole");
                MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = Vectors.over(shapes.all().getFirst().batch(), allocator, dictionaries);
                VectorSchemaRoot own = VectorSchemaRoot.create(root.getSchema(), allocator)) {
            assertThatThrownBy(() -> {
                        copy(root, own);
                        assertThat(VectorText.of(own, dictionaries))
                                .isEqualTo(shapes.all().getFirst().expected());
                        Batches.over(own, dictionaries).close();
                    })
                    .isNotNull();
        }
    }

    /** Fails when Arrow Java mends one of them: then it is to leave {@link ArrowFlaws}. */
    @ParameterizedTest
    @MethodSource("notSliced")
    void whatArrowJavaCannotSliceItStillCannotSlice(String type) {
        try (Shapes shapes = Oracle.shapes(type).only("from 8");
                VectorSchemaRoot root = Vectors.over(shapes.all().getFirst().batch(), allocator)) {
            List<List<String>> expected = shapes.all().getFirst().expected();
            try (VectorSchemaRoot slice = root.slice(1, root.getRowCount() - 1)) {
                assertThatThrownBy(() -> assertThat(VectorText.of(slice, new MapDictionaryProvider()))
                                .isEqualTo(rows(expected, 1, root.getRowCount() - 1)))
                        .isNotNull();
            }
        }
    }

    private static void copy(VectorSchemaRoot root, VectorSchemaRoot copy) {
        FieldVector from = root.getVector(0);
        FieldVector to = copy.getVector(0);
        to.allocateNew();
        for (int row = 0; row < root.getRowCount(); row++) {
            to.copyFromSafe(row, row, from);
        }
        copy.setRowCount(root.getRowCount());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatArrowJavaCannotHoldIsRefusedWithItsColumnAndType(String type) {
        try (Shapes shapes = Oracle.shapes(type)) {
            shapes.forEach(shape -> {
                try (MapDictionaryProvider dictionaries = new MapDictionaryProvider()) {
                    assertThatThrownBy(() -> Vectors.over(shape.batch(), allocator, dictionaries))
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("v")
                            .hasMessageContaining(Refused.TYPES.get(type));
                }
                assertThat(allocator.getAllocatedMemory()).isZero();
            });
        }
    }

    private void assertVectorsHold(List<List<String>> expected, ArrowBatch batch) {
        try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = Vectors.over(batch, allocator, dictionaries)) {
            assertThat(VectorText.of(root, dictionaries)).isEqualTo(expected);
        }
        assertThat(allocator.getAllocatedMemory()).isZero();
    }

    private static List<List<String>> rows(List<List<String>> columns, int from, int length) {
        return columns.stream()
                .map(values -> values.subList(from, from + length))
                .toList();
    }
}
