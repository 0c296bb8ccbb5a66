package io.pysail.sdk.cdata;

import static io.pysail.sdk.cdata.Samples.array;
import static io.pysail.sdk.cdata.Samples.buffers;
import static io.pysail.sdk.cdata.Samples.ints;
import static io.pysail.sdk.cdata.Samples.longs;
import static io.pysail.sdk.cdata.Samples.schema;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.Catalogue.ArrayContent;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether rows that are taken out of a batch are those rows, whatever their columns are. */
class TakeTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final byte[] NULL = Samples.NULL;

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    static List<Catalogue.Case> cases() throws Exception {
        return Catalogue.cases();
    }

    static List<ArrowType> buildable() {
        return BuildableTypes.all();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void rowsOfWhatPyArrowMakesStayWhatTheyAre(Catalogue.Case expected) {
        try (ForeignBatch foreign = expected.toForeign();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            checkRows(batch);
        }
    }

    @ParameterizedTest
    @MethodSource("buildable")
    void rowsOfEveryTypeThatCanBeBuiltStayWhatTheyAre(ArrowType type) {
        try (ArrowBatch batch = random(type, 100)) {
            checkRows(batch);
        }
    }

    @Test
    void rowsOfRandomTypesStayWhatTheyAre() {
        Random random = new Random(6);
        for (int i = 0; i < 200; i++) {
            try (ArrowBatch batch = random(BuildableTypes.random(random, 3), 20)) {
                checkRows(batch);
            }
        }
    }

    @Test
    void dictionariesAreShared() {
        var schema = Samples.dictionary("c", "v", schema("u", ""));
        var values = array(3, 1, buffers(new byte[] {0b011}, ints(0, 1, 3, 3), "abb".getBytes(UTF_8)));
        var indices = new ArrayContent(
                5, 1, 0, buffers(new byte[] {0b11011}, new byte[] {0, 1, 77, 2, 0}), List.of(), values);
        try (ForeignBatch foreign = Samples.batch(schema, indices)) {
            ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
            ArrowBatch taken = batch.take(positions(4, 3, 2, 1));
            batch.close();

            assertThat(foreign.arrayReleases()).isZero();
            assertThat(texts(taken)).containsExactly(List.of("a", "null", "null", "bb"));
            taken.close();
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @Test
    void whatLeadsNowhereElseDoesNotHoldTheOldMemory() {
        try (ForeignBatch foreign = Samples.twoColumns()) {
            ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
            ArrowBatch taken = batch.take(positions(2, 0));
            batch.close();

            assertThat(foreign.arrayReleases()).isOne();
            assertThat(texts(taken)).containsExactly(List.of("3", "1"), List.of("bc", "a"));
            taken.close();
        }
    }

    @Test
    void runsAreMergedAndSplit() {
        var schema = schema("+r", "v", schema("i", "run_ends"), schema("u", "values"));
        var ends = array(4, 0, buffers(NULL, ints(2, 3, 6, 7)));
        var values = array(4, 1, buffers(new byte[] {0b1101}, ints(0, 1, 1, 2, 3), "abc".getBytes(UTF_8)));
        var column = array(7, 0, buffers(), ends, values);
        try (ForeignBatch foreign = Samples.batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch slice = batch.slice(1, 6);
                ArrowBatch taken = slice.take(positions(0, 1, 2, 4, 5, 0))) {
            assertThat(texts(taken)).containsExactly(List.of("a", "null", "b", "b", "c", "a"));
            assertThat(taken.node().children[0].children[0].length).isEqualTo(5);
            taken.validate();
            checkRows(batch);
            checkRows(slice);
        }
    }

    @Test
    void runsThatTheirEndsCannotCountAreRefused() {
        var schema = schema("+r", "v", schema("s", "run_ends"), schema("l", "values"));
        var ends = array(1, 0, buffers(NULL, new byte[] {1, 0}));
        var values = array(1, 0, buffers(NULL, longs(5)));
        try (ForeignBatch foreign = Samples.batch(schema, array(1, 0, buffers(), ends, values));
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            assertThatThrownBy(() -> batch.take(MemorySegment.ofArray(new long[40_000])))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessageContaining("take fewer");
        }
    }

    @Test
    void rowsOfADenseUnionKeepTheirTypes() {
        var schema = schema("+ud:5,7", "v", schema("l", "number"), schema("u", "text"));
        var numbers = array(3, 1, buffers(new byte[] {0b101}, longs(10, 0, 30)));
        var texts = array(2, 0, buffers(NULL, ints(0, 1, 3), "abb".getBytes(UTF_8)));
        var column = array(5, 0, buffers(new byte[] {5, 7, 5, 5, 7}, ints(0, 0, 1, 2, 1)), numbers, texts);
        try (ForeignBatch foreign = Samples.batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch slice = batch.slice(1, 4);
                ArrowBatch taken = slice.take(positions(3, 2, 1, 0))) {
            assertThat(texts(taken)).containsExactly(List.of("bb", "30", "null", "a"));
            checkRows(batch);
            checkRows(slice);
        }
    }

    @Test
    void rowsOfASparseUnionKeepTheirTypes() {
        var schema = schema("+us:0,1", "v", schema("l", "number"), schema("u", "text"));
        var numbers = array(4, 0, buffers(NULL, longs(10, 11, 12, 13)));
        var texts = array(4, 1, buffers(new byte[] {0b1101}, ints(0, 1, 1, 2, 3), "abc".getBytes(UTF_8)));
        var column = array(4, 0, buffers(new byte[] {0, 1, 1, 0}), numbers, texts);
        try (ForeignBatch foreign = Samples.batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch taken = batch.take(positions(3, 2, 1, 0))) {
            assertThat(texts(taken)).containsExactly(List.of("13", "b", "null", "10"));
            checkRows(batch);
        }
    }

    @Test
    void aUnionUnderANullStructIsNotLookedAt() {
        var schema = schema("+s", "v", schema("+ud:0", "u", schema("l", "number")));
        var union = array(2, 0, buffers(new byte[] {0, 99}, ints(0, 5)), array(1, 0, buffers(NULL, longs(10))));
        var column = array(2, 1, buffers(new byte[] {0b01}), union);
        try (ForeignBatch foreign = Samples.batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch taken = batch.take(positions(1, 0))) {
            assertThat(texts(taken)).containsExactly(List.of("null", "{u: 10}"));
            taken.validate();
        }
    }

    @Test
    void offsetsThatLeadOutOfTheItemsAreRefused() {
        var schema = schema("+l", "v", schema("l", "item"));
        var column = array(2, 0, buffers(NULL, ints(0, 1_000_000_000, 1)), array(1, 0, buffers(NULL, longs(7))));
        try (ForeignBatch foreign = Samples.batch(schema, column);
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema())) {
            assertThatThrownBy(() -> batch.take(positions(0))).isInstanceOf(ArrowDataException.class);
        }
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
                ArrowBatch none = batch.select();
                ArrowBatch taken = none.take(positions(2, 2))) {
            assertThat(taken.rowCount()).isEqualTo(2);
        }
    }

    @Test
    void rowsThatAreNotThereAreRefused() {
        try (ForeignBatch foreign = Samples.twoColumns()) {
            ArrowBatch batch = IMPORTER.batch(foreign.array(), foreign.schema());
            assertThatThrownBy(() -> batch.take(positions(3))).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> batch.take(positions(-1))).isInstanceOf(IndexOutOfBoundsException.class);
            batch.close();
            assertThatThrownBy(() -> batch.take(positions(0))).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whatWasTakenCanBeHandedOver() {
        ArrowExporter exporter = ArrowExporter.with(UpcallGuard.NONE);
        try (ArrowBatch batch = random(new ArrowType.Text(ArrowType.Storage.VIEW), 50);
                ArrowBatch taken = batch.take(positions(7, 3, 49));
                Arena arena = Arena.ofConfined()) {
            MemorySegment array = arena.allocate(ArrayStruct.SIZE, 8);
            exporter.batch(taken, ArrayStruct.at(array.address()));
            try (ArrowBatch back = IMPORTER.batch(ArrayStruct.at(array.address()), taken.schema())) {
                assertThat(texts(back)).isEqualTo(texts(taken));
            }
        }
    }

    @Test
    void anotherThreadMayCloseTheBatchMeanwhile() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            for (int i = 0; i < 200; i++) {
                ArrowBatch batch = random(new ArrowType.Int(64, true), 1000);
                List<Future<?>> done = new ArrayList<>();
                done.add(threads.submit(() -> {
                    try (ArrowBatch taken = batch.take(positions(1, 999))) {
                        assertThat(taken.rowCount()).isEqualTo(2);
                    } catch (IllegalStateException e) {
                        assertThat(e).hasMessage("the batch is closed");
                    }
                }));
                done.add(threads.submit(batch::close));
                for (Future<?> future : done) {
                    future.get();
                }
            }
        }
    }

    private static void checkRows(ArrowBatch batch) {
        int rows = (int) batch.rowCount();
        long[] all = new long[rows];
        Arrays.setAll(all, row -> row);
        long[] backwards = new long[rows];
        Arrays.setAll(backwards, row -> rows - 1L - row);
        long[] some = new Random(rows)
                .longs(rows == 0 ? 0 : rows / 2 + 1, 0, Math.max(1, rows))
                .toArray();
        for (long[] positions : List.of(all, backwards, some, new long[0])) {
            try (ArrowBatch taken = batch.take(MemorySegment.ofArray(positions))) {
                taken.validate();
                assertThat(taken.rowCount()).isEqualTo(positions.length);
                assertThat(texts(taken)).isEqualTo(rowsOf(texts(batch), positions));
                for (int i = 0; i < taken.schema().fields().size(); i++) {
                    try (BatchView view = taken.read()) {
                        long nulls = ValueText.of(view.column(i)).stream()
                                .filter("null"::equals)
                                .count();
                        assertThat(view.column(i).nullCount()).isEqualTo(nulls);
                    }
                }
            }
        }
    }

    private static List<List<String>> rowsOf(List<List<String>> columns, long[] positions) {
        return columns.stream()
                .map(values -> Arrays.stream(positions)
                        .mapToObj(row -> values.get((int) row))
                        .toList())
                .toList();
    }

    private static ArrowBatch random(ArrowType type, int rows) {
        Random random = new Random(rows);
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(ArrowField.nullable("v", type)))) {
            for (int i = 0; i < rows; i++) {
                RandomCells.append(builder.column(0, ColumnBuilder.class), random);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private static List<List<String>> texts(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            return ValueText.of(view);
        }
    }

    /** Native memory, which need not be aligned. */
    private static MemorySegment positions(long... rows) {
        ByteBuffer bytes =
                ByteBuffer.allocateDirect(rows.length * Long.BYTES + 1).order(ByteOrder.nativeOrder());
        for (int i = 0; i < rows.length; i++) {
            bytes.putLong(1 + i * Long.BYTES, rows[i]);
        }
        return MemorySegment.ofBuffer(bytes).asSlice(1);
    }
}
