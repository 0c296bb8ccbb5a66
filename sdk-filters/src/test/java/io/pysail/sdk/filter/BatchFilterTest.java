package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.OpenResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a filter makes of batches, and who owns it. */
@Timeout(60)
class BatchFilterTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(64, true)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void rowsThatAreLeftOutliveTheBatch() {
        ArrowBatch batch = rows(6);
        ArrowBatch left = filter(col("id").in(1, 4)).apply(batch);
        batch.close();

        assertThat(values(left)).containsExactly(List.of(1L, 4L), List.of("n1", "n4"));
        left.close();
    }

    @Test
    void rowsThatFollowEachOtherAreNotCopied() {
        try (ArrowBatch batch = rows(6)) {
            long blocks = OpenResources.count().nativeBlocks();
            try (ArrowBatch left = filter(col("id").ge(2).and(col("id").lt(5))).apply(batch)) {
                assertThat(OpenResources.count().nativeBlocks()).isEqualTo(blocks);
                assertThat(values(left)).containsExactly(List.of(2L, 3L, 4L), List.of("n2", "n3", "n4"));
            }
        }
    }

    @Test
    void allRowsAreTheSameBatch() {
        try (ArrowBatch batch = rows(6);
                ArrowBatch left = filter(col("id").ge(0)).apply(batch)) {
            assertThat(left).isNotSameAs(batch);
            assertThat(values(left)).isEqualTo(values(batch));
        }
    }

    @Test
    void noRowIsABatchOfTheSameColumns() {
        try (ArrowBatch batch = rows(6);
                ArrowBatch left = filter(col("id").lt(0)).apply(batch)) {
            assertThat(left.rowCount()).isZero();
            assertThat(left.schema()).isEqualTo(SCHEMA);
        }
    }

    @Test
    void emptyBatchesStayEmpty() {
        try (ArrowBatch batch = rows(0);
                ArrowBatch left =
                        filter(col("id").lt(7).or(col("name").like("%1%"))).apply(batch)) {
            assertThat(left.rowCount()).isZero();
        }
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        try (ArrowBatch batch = rows(5);
                ArrowBatch counted = batch.select();
                ArrowBatch all =
                        BatchFilter.of(new AlwaysTrue(), counted.schema()).apply(counted);
                ArrowBatch none =
                        BatchFilter.of(new AlwaysFalse(), counted.schema()).apply(counted)) {
            assertThat(all.rowCount()).isEqualTo(5);
            assertThat(none.rowCount()).isZero();
        }
    }

    @Test
    void unknownIsNotTrue() {
        try (ArrowBatch batch = batch(1L, null, 2L);
                BatchView view = batch.read()) {
            assertThat(positions(filter(col("id").eq(1)), view)).containsExactly(0L);
            assertThat(positions(filter(col("id").ne(1)), view)).containsExactly(2L);
            assertThat(positions(filter(col("id").in(1, null)), view)).containsExactly(0L);
            assertThat(positions(filter(col("id").in(1, null).not()), view)).isEmpty();
            assertThat(positions(filter(col("id").eq(null)), view)).isEmpty();
            assertThat(positions(filter(col("id").eqNullSafe(null)), view)).containsExactly(1L);
            assertThat(positions(filter(col("id").eqNullSafe(1).not()), view)).containsExactly(1L, 2L);
        }
    }

    @Test
    void rowsOfManyBlocksAreFound() {
        try (ArrowBatch batch = rows(100_000);
                BatchView view = batch.read()) {
            Predicate odd = col("name").endsWith("1").or(col("name").endsWith("3"));
            Selection selection = filter(odd).select(view);

            assertThat(selection.isContiguous()).isFalse();
            assertThat(positions(selection))
                    .isEqualTo(LongStream.range(0, 100_000)
                            .filter(row -> row % 10 == 1 || row % 10 == 3)
                            .boxed()
                            .toList());
            assertThatThrownBy(() -> selection.row(selection.count())).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void whatIsEvaluatedIsBoundAndSimple() {
        BatchFilter filter = filter(col("ID").lt(5).not());

        assertThat(filter.predicate()).isEqualTo(col("id").ge(5));
    }

    @Test
    void batchesOfAnotherSchemaAreRefused() {
        try (ArrowBatch batch = rows(1);
                ArrowBatch names = batch.select(1)) {
            assertThatThrownBy(() -> filter(col("id").eq(1)).apply(names))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("was given to the filter for");
        }
    }

    @Test
    void closedBatchesAreRefused() {
        ArrowBatch batch = rows(1);
        batch.close();

        assertThatThrownBy(() -> filter(col("id").eq(1)).apply(batch)).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c LIKE '%_ab%'", "c LIKE 'a%b_c%d'", "contains(c, '')", "c < 'b'", "c ILIKE '%a%'"})
    void offsetsThatFallAreRefusedAndNotFollowedForEver(String predicate) {
        try (ArrowBatch batch = Tables.textsAt("abcdefgh", 0, 5, 3, 8)) {
            BatchFilter filter = BatchFilter.of(Predicate.parse(predicate), batch.schema());

            assertThatThrownBy(() -> filter.apply(batch)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void fieldsOfNullStructsAreNullWhateverLiesInTheirMemory() {
        try (ArrowBatch batch = Tables.structsOver(0b1010, 1, 2, 3, 4);
                BatchView view = batch.read()) {
            assertThat(positions(BatchFilter.of(col("s", "x").gt(0), batch.schema()), view))
                    .containsExactly(1L, 3L);
            assertThat(positions(BatchFilter.of(col("s", "x").gt(2).not(), batch.schema()), view))
                    .containsExactly(1L);
            assertThat(positions(BatchFilter.of(col("s", "x").in(1, 2), batch.schema()), view))
                    .containsExactly(1L);
            assertThat(positions(BatchFilter.of(col("s", "x").isNull(), batch.schema()), view))
                    .containsExactly(0L, 2L);
        }
    }

    @Test
    void oneFilterServesManyThreadsWhileTheBatchIsClosed() throws Exception {
        BatchFilter filter = filter(col("id").lt(500).and(col("name").like("%_1%")));
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 100; i++) {
                ArrowBatch batch = rows(1000);
                List<Future<?>> done = new ArrayList<>();
                for (int thread = 0; thread < 3; thread++) {
                    done.add(threads.submit(() -> {
                        try (ArrowBatch left = filter.apply(batch)) {
                            assertThat(left.rowCount()).isEqualTo(176);
                        } catch (IllegalStateException e) {
                            assertThat(e).hasMessage("the batch is closed");
                        }
                    }));
                }
                done.add(threads.submit(batch::close));
                for (Future<?> future : done) {
                    future.get();
                }
            }
        }
    }

    @Test
    void rowsOfEveryTypeAreLeft() {
        Random random = new Random(1);
        for (Tables.Encoding encoding : Tables.Encoding.values()) {
            List<ArrowType> types = Tables.types();
            List<Tables.Encoding> encodings = types.stream().map(_ -> encoding).toList();
            try (ArrowBatch batch = Tables.encoded(Tables.random(types, 40, random), encodings, random);
                    ArrowBatch slice = batch.slice(3, 30);
                    BatchView view = slice.read()) {
                BatchFilter filter = BatchFilter.of(col("c0").eq(true), batch.schema());
                try (ArrowBatch left = filter.apply(slice)) {
                    left.validate();
                    List<Long> rows = positions(filter, view);
                    assertThat(rows).isNotEmpty();
                    for (int column = 0; column < types.size(); column++) {
                        var found = view.column(column);
                        assertThat(column(left, column))
                                .isEqualTo(rows.stream()
                                        .map(row -> comparable(found.toJava(row)))
                                        .toList());
                    }
                }
            }
        }
    }

    private static BatchFilter filter(Predicate predicate) {
        return BatchFilter.of(predicate, SCHEMA);
    }

    private static ArrowBatch rows(int count) {
        return batch(LongStream.range(0, count).boxed().toArray(Long[]::new));
    }

    /** With the id in the name. */
    private static ArrowBatch batch(@Nullable Long... ids) {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            LongBuilder numbers = builder.column(0, LongBuilder.class);
            for (Long id : ids) {
                if (id == null) {
                    numbers.appendNull();
                } else {
                    numbers.append(id);
                }
                builder.column(1, BytesBuilder.class).append("n" + id);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private static List<Long> positions(BatchFilter filter, BatchView view) {
        return positions(filter.select(view));
    }

    private static List<Long> positions(Selection selection) {
        return LongStream.range(0, selection.count())
                .map(selection::row)
                .boxed()
                .toList();
    }

    private static List<List<@Nullable Object>> values(ArrowBatch batch) {
        return List.of(column(batch, 0), column(batch, 1));
    }

    private static List<@Nullable Object> column(ArrowBatch batch, int index) {
        List<@Nullable Object> values = new ArrayList<>();
        try (BatchView view = batch.read()) {
            for (long row = 0; row < view.rowCount(); row++) {
                values.add(comparable(view.column(index).toJava(row)));
            }
        }
        return values;
    }

    private static @Nullable Object comparable(@Nullable Object value) {
        return value instanceof byte[] bytes ? java.util.HexFormat.of().formatHex(bytes) : value;
    }
}
