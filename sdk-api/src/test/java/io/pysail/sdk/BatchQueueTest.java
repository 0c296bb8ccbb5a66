package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.OpenResources;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of batches between the thread that gives and the one that takes; each test ends with none open. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchQueueTest {
    private static final ArrowSchema SCHEMA = ArrowSchema.of(ArrowField.nullable("id", new ArrowType.Int(64, true)));

    private final OpenResources before = OpenResources.count();
    private final BatchQueue queue = new BatchQueue(2);

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    @Test
    void batchesComeInOrderAndThenTheEnd() {
        ArrowBatch first = batch();
        ArrowBatch second = batch();
        queue.give(first);
        queue.give(second);
        queue.finish(Map.of());

        assertThat(queue.hasRoom()).isFalse();
        assertThat(queue.end()).isNull();
        assertThat(queue.poll()).isSameAs(first);
        assertThat(queue.hasRoom()).isTrue();
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.end()).isNotNull();
        first.close();
        second.close();
    }

    @Test
    void whatIsGivenAfterItWasRefusedIsReleased() {
        queue.give(batch());
        queue.refuse();
        ArrowBatch late = batch();
        queue.give(late);

        assertThat(late.isClosed()).isTrue();
        assertThat(queue.poll()).isNull();
        assertThat(queue.isWanted()).isFalse();
    }

    @Test
    void nothingIsLeftHoweverGivingAndRefusingMeet() throws Exception {
        for (int i = 0; i < 20_000; i++) {
            BatchQueue raced = new BatchQueue(2);
            ArrowBatch batch = batch();
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<Void> giving = CompletableFuture.runAsync(() -> {
                meet(start);
                raced.give(batch);
            });
            meet(start);
            raced.refuse();
            giving.get(30, TimeUnit.SECONDS);

            assertThat(batch.isClosed()).isTrue();
        }
    }

    @Test
    void whoeverWaitsForRoomIsReleasedByRefusing() throws Exception {
        queue.give(batch());
        queue.give(batch());
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(queue::awaitRoom);
        Thread.sleep(20); // so that it sleeps, most likely
        queue.refuse();

        waiting.get(30, TimeUnit.SECONDS);
    }

    @Test
    void cancellingOneReadyDoesNotCancelWhatOthersWaitFor() throws Exception {
        CompletableFuture<?> one = queue.ready();
        CompletableFuture<?> other = queue.ready();
        one.cancel(true);
        assertThat(other).isNotDone();
        queue.finish(Map.of());

        other.get(30, TimeUnit.SECONDS);
    }

    @Test
    void dependentsOfReadyRunOnAnotherThreadThanTheOneThatGives() throws Exception {
        CompletableFuture<Thread> dependent = queue.ready().thenApply(_ -> Thread.currentThread());
        queue.give(batch());

        assertThat(dependent.get(30, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
        queue.refuse();
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static ArrowBatch batch() {
        try (BatchBuilder builder = BatchBuilder.of(SCHEMA)) {
            return builder.finish();
        }
    }
}
