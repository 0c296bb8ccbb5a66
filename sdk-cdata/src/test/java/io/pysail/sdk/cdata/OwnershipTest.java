package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whether the producer's memory is released once, not before its last reader has left, and read by nobody afterwards. */
@Timeout(60)
class OwnershipTest {
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);

    private final OpenResources before = OpenResources.count();
    private final ForeignBatch foreign = Samples.twoColumns();

    @AfterEach
    void nothingIsLeft() {
        foreign.close();
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void importMovesTheStructs() {
        try (ArrowBatch batch = open()) {
            assertThat(foreign.array().isReleased()).isTrue();
            assertThat(foreign.schema().isReleased()).isTrue();
            assertThat(foreign.schemaReleases()).isOne();
            assertThat(foreign.arrayReleases()).isZero();
            assertThat(batch.isClosed()).isFalse();
        }
        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void closingTwiceReleasesOnce() {
        ArrowBatch batch = open();

        batch.close();
        batch.close();

        assertThat(foreign.arrayReleases()).isOne();
        assertThat(batch.isClosed()).isTrue();
    }

    @Test
    void aRetainedBatchLivesOn() {
        ArrowBatch batch = open();
        ArrowBatch kept = batch.retain();
        batch.close();
        assertThat(foreign.arrayReleases()).isZero();

        try (kept;
                BatchView view = kept.read()) {
            assertThat(view.column("id").as(LongColumn.class).get(2)).isEqualTo(3);
        }

        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void aSliceLivesOn() {
        ArrowBatch batch = open();
        ArrowBatch slice = batch.slice(1, 2);
        batch.close();

        try (slice;
                BatchView view = slice.read()) {
            assertThat(ValueText.of(view)).containsExactly(List.of("2", "3"), List.of("null", "bc"));
            assertThat(view.column(1).nullCount()).isOne();
        }
        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void selectedColumnsLiveOn() {
        ArrowBatch batch = open();
        ArrowBatch selected = batch.slice(1, 2);
        batch.close();
        ArrowBatch names = selected.select(1, 0, 1);
        selected.close();

        try (names;
                BatchView view = names.read()) {
            assertThat(names.schema().fields()).extracting(ArrowField::name).containsExactly("name", "id", "name");
            assertThat(ValueText.of(view))
                    .containsExactly(List.of("null", "bc"), List.of("2", "3"), List.of("null", "bc"));
            names.validate();
        }
        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void withoutColumnsTheRowsStay() {
        try (ArrowBatch batch = open();
                ArrowBatch rows = batch.select();
                BatchView view = rows.read()) {
            assertThat(view.rowCount()).isEqualTo(3);
            assertThat(rows.schema().fields()).isEmpty();
        }
    }

    @Test
    void aColumnThatIsNotThereCannotBeSelected() {
        try (ArrowBatch batch = open()) {
            assertThatThrownBy(() -> batch.select(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> batch.select(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aClosedBatchRefusesEverything() {
        ArrowBatch batch = open();
        batch.close();

        assertThatThrownBy(batch::read)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the batch is closed");
        assertThatThrownBy(batch::retain).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(batch::validate).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> batch.slice(0, 1)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> batch.select(0)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHandleThatIsClosedStaysClosedWhileOthersAreOpen() {
        ArrowBatch batch = open();
        try (ArrowBatch _ = batch.retain()) {
            batch.close();

            assertThatThrownBy(batch::read).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aViewKeepsTheMemoryUntilItIsClosed() {
        ArrowBatch batch = open();
        BatchView view = batch.read();
        LongColumn ids = view.column("id").as(LongColumn.class);
        batch.close();

        assertThat(ids.get(0)).isOne();
        assertThat(foreign.arrayReleases()).isZero();
        view.close();
        view.close();

        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void nothingOfAClosedViewCanBeRead() {
        ArrowBatch batch = open();
        BatchView view = batch.read();
        LongColumn ids = view.column("id").as(LongColumn.class);
        BytesColumn names = view.column("name").as(BytesColumn.class);
        MemorySegment values = ids.values();
        MemorySegment name = names.segment(2);
        view.close();

        assertThatThrownBy(() -> ids.get(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> names.text(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> names.isNull(0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> values.get(ValueLayout.JAVA_LONG_UNALIGNED, 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> name.get(ValueLayout.JAVA_BYTE, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> view.column("id"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the view of the batch is closed");
        batch.close();
    }

    @Test
    void aViewIsOfNoUseToAnotherThread() throws Exception {
        try (ArrowBatch batch = open();
                BatchView view = batch.read();
                ExecutorService other = Executors.newSingleThreadExecutor()) {
            LongColumn ids = view.column("id").as(LongColumn.class);

            Future<?> reading = other.submit(() -> ids.get(0));
            Future<?> closing = other.submit(view::close);

            assertThatThrownBy(reading::get).hasCauseInstanceOf(WrongThreadException.class);
            assertThatThrownBy(closing::get).hasCauseInstanceOf(WrongThreadException.class);
        }
    }

    @Test
    void whatIsReadCannotBeWritten() {
        try (ArrowBatch batch = open();
                BatchView view = batch.read()) {
            MemorySegment values = view.column("id").as(LongColumn.class).values();

            assertThatThrownBy(() -> values.set(ValueLayout.JAVA_LONG_UNALIGNED, 0, 7))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rowsOutsideAColumnAreRefused() {
        try (ArrowBatch batch = open();
                ArrowBatch slice = batch.slice(1, 1);
                BatchView view = slice.read()) {
            LongColumn ids = view.column("id").as(LongColumn.class);
            BytesColumn names = view.column("name").as(BytesColumn.class);

            for (long row : new long[] {-1, 1, Long.MAX_VALUE, Long.MIN_VALUE}) {
                assertThatThrownBy(() -> ids.get(row)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> names.text(row)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> names.isNull(row)).isInstanceOf(IndexOutOfBoundsException.class);
                assertThatThrownBy(() -> names.toJava(row)).isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> batch.slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void aColumnOfAnotherClassIsRefusedByName() {
        try (ArrowBatch batch = open();
                BatchView view = batch.read()) {
            assertThatThrownBy(() -> view.column("name").as(LongColumn.class))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column name of string is a SmallBytesColumn, not a LongColumn");
            assertThatThrownBy(() -> view.column("nmae"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no column nmae, but [id, name]");
        }
    }

    @Test
    void theReleaserDecidesWhenTheReleaseRuns() {
        Queue<Runnable> queue = new ArrayDeque<>();
        ArrowBatch batch = ArrowImporter.with(queue::add).batch(foreign.array(), foreign.schema());

        batch.close();

        assertThat(foreign.arrayReleases()).isZero();
        assertThat(queue).hasSize(1);
        queue.remove().run();
        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void aBatchWhoseSchemaIsWrongIsReleased() {
        foreign.schema().release();

        assertThatThrownBy(this::open)
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the batch: the schema is released, or has a child that is");
        assertThat(foreign.arrayReleases()).isOne();
        assertThat(foreign.schemaReleases()).isOne();
    }

    @Test
    void aBatchThatIsWrongIsReleased() {
        NativeMemory.at(foreign.array().address(), ArrayStruct.SIZE).set(ValueLayout.JAVA_LONG, ArrayStruct.LENGTH, -1);

        assertThatThrownBy(this::open)
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the batch: the length is -1, expected 0 to 1099511627776");
        assertThat(foreign.arrayReleases()).isOne();
        assertThat(foreign.schemaReleases()).isOne();
    }

    @Test
    void aReleasedBatchIsRefused() {
        foreign.array().release();

        assertThatThrownBy(this::open)
                .isInstanceOf(ArrowDataException.class)
                .hasMessage("the batch: the array is released");
        assertThat(foreign.arrayReleases()).isOne();
    }

    @Test
    void nullAddressesAreRefused() {
        assertThatThrownBy(() -> ArrayStruct.at(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the address of a C struct is NULL");
        open().close();
    }

    @Test
    void closingWhileOthersReadIsSafe() throws Exception {
        int readers = 4;
        ArrowBatch batch = open();
        CountDownLatch reading = new CountDownLatch(readers);
        List<Future<Long>> counts = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
            for (int i = 0; i < readers; i++) {
                counts.add(threads.submit(() -> readUntilClosed(batch, reading)));
            }
            reading.await();
            batch.close();
            for (Future<Long> count : counts) {
                assertThat(count.get()).isPositive();
            }
        }
        assertThat(foreign.arrayReleases()).isOne();
    }

    private long readUntilClosed(ArrowBatch batch, CountDownLatch reading) {
        for (long times = 1; ; times++) {
            try (BatchView view = batch.read()) {
                if (foreign.arrayReleases() != 0) {
                    throw new AssertionError("released while a view is open");
                }
                LongColumn ids = view.column(0).as(LongColumn.class);
                if (ids.get(0) + ids.get(1) + ids.get(2) != 6) {
                    throw new AssertionError("not what was written");
                }
                if (times == 1) {
                    reading.countDown();
                }
            } catch (IllegalStateException e) {
                return times;
            }
        }
    }

    @Test
    void closingFromManyThreadsReleasesOnce() throws Exception {
        int closers = 4;
        ArrowBatch batch = open();
        CyclicBarrier together = new CyclicBarrier(closers);
        List<Future<?>> closings = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(closers)) {
            for (int i = 0; i < closers; i++) {
                closings.add(threads.submit(() -> {
                    together.await();
                    batch.close();
                    return null;
                }));
            }
        }
        for (Future<?> closing : closings) {
            closing.get();
        }
        assertThat(foreign.arrayReleases()).isOne();
    }

    private ArrowBatch open() {
        return IMPORTER.batch(foreign.array(), foreign.schema());
    }
}
