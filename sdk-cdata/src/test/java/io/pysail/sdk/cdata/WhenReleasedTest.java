package io.pysail.sdk.cdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever accounts for memory hears that it is free when it is, once. */
@Timeout(60)
class WhenReleasedTest {
    private final OpenResources before = OpenResources.count();
    private final ForeignBatch foreign = Samples.twoColumns();
    private final AtomicInteger heard = new AtomicInteger();
    private final ArrowBatch original = ArrowImporter.with(Releaser.AT_ONCE).batch(foreign.array(), foreign.schema());

    @AfterEach
    void nothingIsLeft() {
        original.close();
        assertThat(foreign.arrayReleases()).isOne();
        foreign.close();
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void itRunsOnceAfterTheMemoryWasGivenUp() {
        ArrowBatch batch = original.whenReleased(() -> {
            assertThat(foreign.arrayReleases()).isOne();
            heard.incrementAndGet();
        });
        assertThat(heard).hasValue(0);

        batch.close();
        batch.close();

        assertThat(heard).hasValue(1);
    }

    @Test
    void itRunsAfterTheLastHandleAndTheLastView() {
        ArrowBatch batch = original.whenReleased(heard::incrementAndGet);
        ArrowBatch kept = batch.retain();
        ArrowBatch slice = kept.slice(1, 1);
        ArrowBatch selected = slice.select(0);
        BatchView view = selected.read();
        batch.close();
        slice.close();
        kept.close();
        selected.close();
        assertThat(heard).hasValue(0);
        assertThat(view.column(0).as(LongColumn.class).get(0)).isEqualTo(2);

        view.close();

        assertThat(heard).hasValue(1);
    }

    @Test
    void closingTheOneThatWasTakenOverNeitherRunsItNorTakesTheMemory() {
        ArrowBatch batch = original.whenReleased(heard::incrementAndGet);

        original.close();

        assertThat(heard).hasValue(0);
        assertThat(foreign.arrayReleases()).isZero();
        try (BatchView view = batch.read()) {
            assertThat(view.column(0).as(LongColumn.class).get(2)).isEqualTo(3);
        }
        batch.close();
        assertThat(heard).hasValue(1);
    }

    @Test
    void theOneThatWasTakenOverIsClosed() {
        try (ArrowBatch _ = original.whenReleased(heard::incrementAndGet)) {
            assertThat(original.isClosed()).isTrue();
            assertThatThrownBy(original::read).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void otherHandlesOfTheMemoryKeepIt() {
        ArrowBatch other = original.retain();

        original.whenReleased(heard::incrementAndGet).close();

        assertThat(heard).hasValue(1);
        assertThat(foreign.arrayReleases()).isZero();
        other.close();
    }

    @Test
    void aClosedBatchRefusesIt() {
        original.close();

        assertThatThrownBy(() -> original.whenReleased(heard::incrementAndGet))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the batch is closed");
        assertThat(heard).hasValue(0);
    }

    @Test
    void severalRunFromTheOutsideIn() {
        List<String> order = new ArrayList<>();
        ArrowBatch batch = original.whenReleased(() -> order.add("inner")).whenReleased(() -> order.add("outer"));

        batch.close();

        assertThat(order).containsExactly("inner", "outer");
    }

    @Test
    void oneThatThrowsHasTheMemoryReleasedAllTheSame() {
        ArrowBatch batch = original.whenReleased(() -> {
            throw new IllegalStateException("the books are closed");
        });

        assertThatThrownBy(batch::close).hasMessage("the books are closed");

        assertThat(foreign.arrayReleases()).isOne();
        batch.close();
    }

    @RepeatedTest(50)
    void handlesOfAllKindsMayBeClosedInAnyOrderFromSeveralThreads() throws Exception {
        ArrowBatch batch = original.whenReleased(heard::incrementAndGet);
        ArrowBatch held = batch.retain();
        List<ArrowBatch> handles = new ArrayList<>(List.of(original, batch));
        for (int i = 0; i < 4; i++) {
            handles.addAll(List.of(batch.retain(), batch.slice(i % 3, 1), batch.select(1, 0)));
        }

        closeTogether(handles);

        assertThat(heard).hasValue(0);
        try (BatchView view = held.read()) {
            assertThat(view.column(0).as(LongColumn.class).get(2)).isEqualTo(3);
        }
        closeTogether(List.of(held, held.retain(), held.slice(0, 1), held.select(0)));
        assertThat(heard).hasValue(1);
    }

    private static void closeTogether(List<ArrowBatch> handles) throws Exception {
        List<ArrowBatch> shuffled = new ArrayList<>(handles);
        Collections.shuffle(shuffled);
        List<Future<?>> closings = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (ArrowBatch handle : shuffled) {
                closings.add(threads.submit(handle::close));
            }
        }
        for (Future<?> closing : closings) {
            closing.get();
        }
    }
}
