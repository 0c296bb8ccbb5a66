package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.OpenResources;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One partition, read from a source that is written in Java. */
@Timeout(60)
class BatchReaderTest {
    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        Batches.assertNothingLeaked(before);
    }

    @Test
    void allRowsComeInOrder() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4);

        assertThat(rows(executor, all -> all)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L);
    }

    @Test
    void asASourceItsBatchesAreTheCallersAndOutliveIt() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 2);
        List<ArrowBatch> batches = new ArrayList<>();
        try (Read read = new Read(executor, all -> all)) {
            BatchSource source = read.reader.asSource();
            for (ArrowBatch batch = source.next(); batch != null; batch = source.next()) {
                batches.add(batch);
            }
            source.close();

            assertThat(source.schema()).isEqualTo(read.reader.schema());
            assertThatIllegalStateException().isThrownBy(read.reader::next);
        }

        assertThat(batches.stream().flatMap(batch -> Batches.values(batch).stream()))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        batches.forEach(ArrowBatch::close);
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 3, 4, 11, 12, 100})
    void aLimitCutsTheLastBatchOff(long limit) {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4);

        List<Object> rows = rows(executor, all -> all.limit(limit));

        assertThat(rows).hasSize((int) Math.min(12, limit));
        for (int i = 0; i < rows.size(); i++) {
            assertThat(rows.get(i)).isEqualTo((long) i);
        }
    }

    @Test
    void aSourceOfWhichNoRowIsWantedIsNotCalled() throws Exception {
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, _) -> {
            throw new AssertionError("called");
        });
        try (Read read = new Read(executor, all -> all.limit(0))) {
            assertThat(read.reader.ready().get(20, TimeUnit.SECONDS)).isNull();
            assertThat(read.reader.next()).isFalse();
        }
        assertThat(executor.events).doesNotContain("read closed");
    }

    @Test
    void aSourceThatDoesNotKnowOfTheLimitIsStoppedAtIt() throws Exception {
        long limit = 5;
        CountDownLatch stopped = new CountDownLatch(1);
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            for (int i = 0; receiver.isWanted(); i++) {
                receiver.give(Batches.longs(i, 1));
                receiver.awaitRoom();
            }
            stopped.countDown();
        });
        try (Read read = new Read(executor, all -> all.limit(limit))) {
            for (long i = 0; i < limit; i++) {
                assertThat(read.reader.next()).isTrue();
            }

            // Before anybody asks for the row after the last one.
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(read.reader.ready().get(20, TimeUnit.SECONDS)).isNull();
            assertThat(read.reader.next()).isFalse();
        }
    }

    @Test
    void theLimitReachesTheSource() {
        List<Long> limits = new ArrayList<>();
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (task, receiver) -> {
            limits.add(task.rowLimit());
            receiver.finish(Map.of());
        });

        assertThat(rows(executor, all -> all.limit(7))).isEmpty();
        assertThat(rows(executor, all -> all)).isEmpty();

        assertThat(limits).containsExactly(7L, Long.MAX_VALUE);
    }

    @Test
    void selectedColumnsComeInTheirOrderAndNoneLeavesTheRows() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 2), 1);

        try (Read read = new Read(executor, all -> all.select("ID", "id"))) {
            assertThat(read.reader.next()).isTrue();
            assertThat(read.reader.batch().schema()).isEqualTo(read.reader.schema());
            assertThat(read.reader.schema().fields())
                    .extracting(ArrowField::name)
                    .containsExactly("id", "id");
        }
        try (Read read = new Read(executor, all -> all.select())) {
            assertThat(read.reader.next()).isTrue();
            assertThat(read.reader.batch().schema().fields()).isEmpty();
            assertThat(read.reader.batch().rowCount()).isEqualTo(2);
        }
    }

    @Test
    void aBatchIsTheReadersUntilTheNextOneUnlessItIsRetained() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), 2);
        try (Read read = new Read(executor, all -> all)) {
            assertThat(read.reader.next()).isTrue();
            ArrowBatch first = read.reader.batch();
            ArrowBatch kept = first.retain();

            assertThat(read.reader.next()).isTrue();

            assertThat(first.isClosed()).isTrue();
            assertThat(Batches.first(kept)).isZero();
        }
    }

    @Test
    void thereIsNoBatchBeforeTheFirstNorAfterTheLast() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), 1);
        try (Read read = new Read(executor, all -> all)) {
            assertThatThrownBy(read.reader::batch)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("there is no batch: next() comes first, and has to return true");
            assertThat(read.reader.next()).isTrue();
            assertThat(read.reader.next()).isFalse();
            assertThat(read.reader.next()).isFalse();

            assertThatThrownBy(read.reader::batch).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aClosedReaderRefusesEverythingButClosing() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), 3);
        Read read = new Read(executor, all -> all);
        assertThat(read.reader.next()).isTrue();

        read.reader.close();
        read.reader.close();
        read.reader.cancel();

        assertThatThrownBy(read.reader::next)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("this reader is closed");
        assertThatThrownBy(read.reader::batch).isInstanceOf(IllegalStateException.class);
        assertThat(read.reader.ready()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(executor.events.stream().filter("read closed"::equals)).hasSize(1);
        read.close();
    }

    @Test
    void aFailureIsToldAgainAndWithThePartition() {
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            receiver.give(Batches.longs(0, 1));
            receiver.fail(DataSourceException.of("PYTHON_EXCEPTION", "numbers", "read", "ValueError: bad", null));
        });
        try (Read read = new Read(executor, all -> all)) {
            assertThat(read.reader.next()).isTrue();

            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(read.reader::next)
                        .isInstanceOf(DataSourceException.class)
                        .hasMessage("[numbers::read] ValueError: bad (partition 0 of 2)");
            }
            assertThatThrownBy(read.reader::batch).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void cancellingBeforeTheFirstRowEndsTheRead() {
        InMemoryExecutor executor = endless();
        try (Read read = new Read(executor, all -> all)) {
            read.reader.cancel();

            assertThatThrownBy(read.reader::next)
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("the read of partition 0 of 2 of numbers was cancelled");
        }
        assertThat(executor.events).contains("read cancelled");
    }

    @Test
    void cancellingLaterReleasesWhatWaitsAndKeepsTheBatchAtHand() {
        try (Read read = new Read(endless(), all -> all)) {
            assertThat(read.reader.next()).isTrue();

            read.reader.cancel();

            assertThat(read.reader.batch().rowCount()).isOne();
            assertThatThrownBy(read.reader::next).isInstanceOf(CancellationException.class);
            assertThatThrownBy(read.reader::next).isInstanceOf(CancellationException.class);
        }
    }

    @Test
    void cancellingAReadThatIsAtItsEndDoesNoHarm() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), 1);
        Read read = new Read(executor, all -> all);
        while (read.reader.next()) {
            assertThat(read.reader.batch().rowCount()).isOne();
        }

        read.reader.cancel();
        read.close();
    }

    @Test
    void aReaderThatIsClosedMeanwhileIsNotTakenForOneAtItsEnd() throws Exception {
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            Waiting.until(() -> !receiver.isWanted());
            receiver.finish(Map.of());
        });
        try (Read read = new Read(executor, all -> all);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            Future<Boolean> next = other.submit(read.reader::next);
            Thread.sleep(50); // it waits by now, or finds the reader closed, which is the same

            read.reader.close();

            assertThatThrownBy(() -> next.get(20, TimeUnit.SECONDS))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("this reader is closed");
        }
    }

    @Test
    void nextEndsWhenTheReaderIsClosedThoughTheSourceNeverDoes() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            Waiting.until(() -> hanging.getCount() == 0);
            receiver.finish(Map.of());
        });
        try (Read read = new Read(executor, all -> all);
                ExecutorService others = Executors.newCachedThreadPool()) {
            Future<Boolean> next = others.submit(read.reader::next);
            Thread.sleep(50);

            Future<?> close = others.submit(read.reader::close);

            try {
                assertThatThrownBy(() -> next.get(20, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(IllegalStateException.class);
            } finally {
                hanging.countDown();
            }
            close.get(20, TimeUnit.SECONDS);
        }
    }

    @RepeatedTest(300)
    void aReadThatIsCancelledOrClosedMeanwhileNeverLooksComplete(RepetitionInfo repetition) throws Exception {
        int batches = 50;
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), batches);
        try (Read read = new Read(executor, all -> all);
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            boolean closing = repetition.getCurrentRepetition() % 2 == 0;
            CountDownLatch begun = new CountDownLatch(1);
            Future<?> ending = other.submit(() -> {
                begun.await();
                Thread.sleep(0, 1 + 997 * (repetition.getCurrentRepetition() % 300));
                if (closing) {
                    read.reader.close();
                } else {
                    read.reader.cancel();
                }
                return null;
            });
            int seen = 0;
            try {
                begun.countDown();
                while (read.reader.next()) {
                    seen++;
                }
                assertThat(seen).isEqualTo(batches);
            } catch (CancellationException e) {
                assertThat(closing).isFalse();
            } catch (IllegalStateException e) {
                assertThat(closing).isTrue();
            }
            ending.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void anInterruptedThreadIsCancelledAndStaysInterrupted() {
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            Waiting.until(() -> !receiver.isWanted());
            receiver.finish(Map.of());
        });
        try (Read read = new Read(executor, all -> all)) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(read.reader::next).isInstanceOf(CancellationException.class);

            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aBatchThatCannotBecomeTheDeclaredOneStopsTheSourceAndIsToldAgain() throws Exception {
        CountDownLatch stopped = new CountDownLatch(1);
        InMemoryExecutor executor = new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            receiver.give(Batches.longs(0, 1));
            receiver.give(named("other"));
            while (receiver.isWanted()) {
                receiver.awaitRoom();
                receiver.give(Batches.longs(0, 1));
            }
            stopped.countDown();
        });
        try (Read read = new Read(executor, all -> all)) {
            assertThat(read.reader.next()).isTrue();

            Throwable first = catchThrowable(read.reader::next);
            Throwable second = catchThrowable(read.reader::next);

            assertThat(first)
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageStartingWith("[numbers::read] batch 1: ")
                    .hasMessageEndingWith("(partition 0 of 2)");
            assertThat(((DataSourceException) first).condition()).contains("DATA_SOURCE_RETURN_SCHEMA_MISMATCH");
            assertThat(second).hasMessage(first.getMessage());
            assertThat(stopped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(executor.events).contains("read cancelled");
        }
    }

    @Test
    void aBatchWhoseOffsetsLeadNowhereIsTheSourcesFault() {
        ArrowSchema declared = ArrowSchema.of(ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.LARGE)));
        InMemoryExecutor executor = new InMemoryExecutor(declared, (_, receiver) -> {
            receiver.give(Batches.withBadOffset());
            receiver.finish(Map.of());
        });
        try (Read read = new Read(executor, all -> all)) {
            assertThatThrownBy(read.reader::next)
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageStartingWith("[numbers::read] batch 0: ")
                    .hasMessageEndingWith("(partition 0 of 2)")
                    .extracting(
                            error -> ((DataSourceException) error).condition().orElse(""))
                    .isEqualTo("DATA_SOURCE_INVALID_RETURN_TYPE");
        }
    }

    @Test
    void batchesMayChangeTheirSchemaWithinARead() {
        InMemoryExecutor executor = InMemoryExecutor.giving(
                i -> switch (i % 3) {
                    case 0 -> Batches.longs(i, 1);
                    case 1 -> Batches.ints(i, 1);
                    default -> Batches.longs(i, 0);
                },
                9);

        assertThat(rows(executor, all -> all)).containsExactly(0L, 1L, 3L, 4L, 6L, 7L);
    }

    @Test
    void theMemoryListenerHearsOfEachBatchUntilItsLastHandleIsClosed() {
        List<Long> heard = new ArrayList<>();
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 2), 2);
        ArrowBatch kept;
        try (Read read = new Read(executor, all -> all, listener(heard))) {
            assertThat(read.reader.next()).isTrue();
            kept = read.reader.batch().retain();
            assertThat(read.reader.next()).isTrue();
            assertThat(heard).containsExactly(16L, 16L);
            assertThat(read.reader.next()).isFalse();
            assertThat(heard).containsExactly(16L, 16L, -16L);
        }

        kept.close();

        assertThat(heard).containsExactly(16L, 16L, -16L, -16L);
    }

    @Test
    void aMemoryListenerThatRefusesStopsTheReadAndHearsOfNoRelease() {
        List<Long> heard = new ArrayList<>();
        MemoryListener refusing = new MemoryListener() {
            @Override
            public void reserve(long bytes) {
                throw new IllegalArgumentException("no " + bytes + " bytes left");
            }

            @Override
            public void release(long bytes) {
                heard.add(bytes);
            }
        };
        InMemoryExecutor executor = endless();
        try (Read read = new Read(executor, all -> all, refusing)) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(read.reader::next)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("no 8 bytes left");
            }
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aMemoryListenerThatFailsToReleaseDoesNotKeepTheSourceReading() {
        MemoryListener failing = new MemoryListener() {
            @Override
            public void reserve(long bytes) {}

            @Override
            public void release(long bytes) {
                throw new IllegalStateException("the books are closed");
            }
        };
        InMemoryExecutor executor = endless();
        Read read = new Read(executor, all -> all, failing);
        assertThat(read.reader.next()).isTrue();

        assertThatThrownBy(read.reader::close).hasMessage("the books are closed");

        assertThat(executor.events).contains("read closed");
        read.close();
    }

    @Test
    void theFiguresCountWhatWasGivenOut() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4);
        try (Read read = new Read(executor, all -> all)) {
            assertThat(read.reader.metrics().rows()).isZero();
            assertThat(read.reader.next()).isTrue();
            assertThat(read.reader.metrics().rows()).isEqualTo(3);
            assertThat(read.reader.metrics().source()).isEmpty();
            while (read.reader.next()) {
                assertThat(read.reader.batch().rowCount()).isEqualTo(3);
            }

            ReadMetrics metrics = read.reader.metrics();

            assertThat(metrics.rows()).isEqualTo(12);
            assertThat(metrics.batches()).isEqualTo(4);
            assertThat(metrics.bytes()).isEqualTo(12 * Long.BYTES);
            assertThat(metrics.waitedForSource()).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat(metrics.source()).isEqualTo(Map.of("given", new SourceMetric.Counter(4)));
        }
    }

    @Test
    void theSourcesFiguresAreKnownAfterAnEarlyCloseToo() {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(i, 1), 100);
        Read read = new Read(executor, all -> all);
        assertThat(read.reader.next()).isTrue();

        read.close();

        assertThat(read.reader.metrics().source()).containsKey("given");
        assertThat(read.reader.metrics().rows()).isOne();
    }

    @Test
    void secretsAreHiddenInWhatEndsARead() {
        InMemoryExecutor executor = new InMemoryExecutor(
                Batches.LONGS, (_, receiver) -> receiver.fail(UsageException.of("who is hunter22?")));

        try (Read read = new Read(executor, all -> all)) {
            assertThatThrownBy(read.reader::next).hasMessage("who is ***?");
        }
    }

    @Test
    void secretsAreHiddenInWhatKeepsAReadFromBeginning() {
        InMemoryExecutor executor = endless();
        executor.refusesToRead = DataSourceException.of("PYTHON_EXCEPTION", "numbers", "read", "hunter22", null);

        assertThatThrownBy(() -> new Read(executor, all -> all)).hasMessage("[numbers::read] *** (partition 0 of 2)");
    }

    @Test
    void secretsAreHiddenInColumnNames() {
        InMemoryExecutor executor = InMemoryExecutor.giving(_ -> named("hunter22"), 1);

        try (Read read = new Read(executor, all -> all)) {
            assertThatThrownBy(read.reader::next)
                    .hasMessageContaining("***")
                    .hasMessageNotContaining("hunter22")
                    .satisfies(thrown ->
                            assertThat(String.valueOf(thrown.getCause())).doesNotContain("hunter22"));
        }
    }

    private static MemoryListener listener(List<Long> heard) {
        return new MemoryListener() {
            @Override
            public void reserve(long bytes) {
                heard.add(bytes);
            }

            @Override
            public void release(long bytes) {
                heard.add(-bytes);
            }
        };
    }

    private static ArrowBatch named(String column) {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable(column, new ArrowType.Int(64, true)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            builder.column(0, LongBuilder.class).append(1);
            builder.endRow();
            return builder.finish();
        }
    }

    private static InMemoryExecutor endless() {
        return new InMemoryExecutor(Batches.LONGS, (_, receiver) -> {
            for (int i = 0; receiver.isWanted(); i++) {
                receiver.give(Batches.longs(i, 1));
                receiver.awaitRoom();
            }
            receiver.finish(Map.of());
        });
    }

    private static List<Object> rows(InMemoryExecutor executor, UnaryOperator<ScanBuilder> what) {
        try (Read read = new Read(executor, what)) {
            List<Object> rows = new ArrayList<>();
            while (read.reader.next()) {
                rows.addAll(Batches.values(read.reader.batch()));
            }
            return rows;
        }
    }

    /** A reader of the first partition, with all that it needs. */
    private static final class Read implements AutoCloseable {
        private final DataSources sources;
        private final DataSource source;
        final BatchReader reader;

        Read(InMemoryExecutor executor, UnaryOperator<ScanBuilder> what) {
            this(executor, what, listener(new ArrayList<>()));
        }

        Read(InMemoryExecutor executor, UnaryOperator<ScanBuilder> what, MemoryListener memory) {
            sources = DataSources.builder(executor).memoryListener(memory).build();
            source = sources.named("numbers").option("password", "hunter22").open();
            Scan scan = what.apply(source.scan()).plan();
            reader = scan.read(scan.partitions().getFirst());
        }

        @Override
        public void close() {
            reader.close();
            source.close();
            sources.close();
        }
    }
}
