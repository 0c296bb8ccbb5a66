package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.OpenResources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-over between two threads; a deadline only ends what hangs. */
@Timeout(60)
class BatchQueueTest {
    private final OpenResources before = OpenResources.count();
    private final BatchQueue queue = new BatchQueue(2);

    @AfterEach
    void nothingIsLeft() {
        queue.refuse();
        Batches.assertNothingLeaked(before);
    }

    @Test
    void batchesComeOutInTheOrderInWhichTheyWentIn() {
        queue.give(Batches.longs(1, 1));
        queue.give(Batches.longs(2, 1));
        queue.give(Batches.longs(3, 1));

        assertThat(drained()).containsExactly(1L, 2L, 3L);
    }

    @Test
    void thereIsRoomForAsManyAsMayBeInFlight() {
        assertThat(queue.hasRoom()).isTrue();
        queue.give(Batches.longs(1, 1));
        assertThat(queue.hasRoom()).isTrue();
        queue.give(Batches.longs(2, 1));

        assertThat(queue.hasRoom()).isFalse();
        assertThat(drained()).hasSize(2);
        assertThat(queue.hasRoom()).isTrue();
    }

    @Test
    void whoGivesWithoutAskingIsNotBlocked() {
        for (int i = 0; i < 10; i++) {
            queue.give(Batches.longs(i, 1));
        }

        assertThat(queue.hasRoom()).isFalse();
        assertThat(drained()).hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7})
    void whoWaitsForRoomIsWokenWhenThereIsSome(int capacity) throws Exception {
        BatchQueue small = new BatchQueue(capacity);
        for (int i = 0; i < capacity; i++) {
            small.give(Batches.longs(i, 1));
        }
        Thread giver = Thread.ofPlatform().start(small::awaitRoom);
        Waiting.untilAsleep(giver);

        for (int i = 0; i < capacity; i++) {
            assertThat(Batches.first(Objects.requireNonNull(small.poll()))).isEqualTo(i);
        }

        giver.join();
        assertThat(small.hasRoom()).isTrue();
    }

    @Test
    void whoWaitsForRoomIsWokenWhenNobodyWantsMore() throws Exception {
        queue.give(Batches.longs(1, 1));
        queue.give(Batches.longs(2, 1));
        Thread giver = Thread.ofPlatform().start(queue::awaitRoom);
        Waiting.untilAsleep(giver);

        queue.refuse();

        giver.join();
        assertThat(queue.isWanted()).isFalse();
    }

    @Test
    void anInterruptEndsTheWaitForRoomAndIsUsedUp() throws Exception {
        queue.give(Batches.longs(1, 1));
        queue.give(Batches.longs(2, 1));
        CompletableFuture<Boolean> interruptedAfterwards = new CompletableFuture<>();
        Thread giver = Thread.ofPlatform().start(() -> {
            queue.awaitRoom();
            interruptedAfterwards.complete(Thread.currentThread().isInterrupted());
        });
        Waiting.untilAsleep(giver);

        giver.interrupt();

        assertThat(interruptedAfterwards.get(30, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.hasRoom()).isFalse();
        queue.refuse();
    }

    @Test
    void nothingIsLeftHoweverGivingAndRefusingMeet() throws Exception {
        for (int i = 0; i < 5_000; i++) {
            BatchQueue raced = new BatchQueue(2);
            ArrowBatch batch = Batches.longs(1, 1);
            CyclicBarrier start = new CyclicBarrier(2);
            CompletableFuture<?> giving = CompletableFuture.runAsync(() -> {
                meet(start);
                raced.give(batch);
            });
            meet(start);
            raced.refuse();
            giving.get(30, TimeUnit.SECONDS);

            assertThat(batch.isClosed()).isTrue();
        }
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsGivenAfterwardsIsClosed() {
        ArrowBatch waiting = Batches.longs(1, 1);
        ArrowBatch late = Batches.longs(2, 1);
        queue.give(waiting);

        queue.refuse();
        queue.give(late);

        assertThat(waiting.isClosed()).isTrue();
        assertThat(late.isClosed()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void theEndIsSeenAfterTheLastBatchOnly() {
        queue.give(Batches.longs(1, 1));
        queue.finish(Map.of("pages", new SourceMetric.Counter(7)));
        assertThat(queue.end()).isNull();

        assertThat(drained()).containsExactly(1L);

        assertThat(queue.end()).isEqualTo(new BatchQueue.End(null, Map.of("pages", new SourceMetric.Counter(7))));
        assertThat(queue.await()).isTrue();
    }

    @Test
    void aFailureIsSeenAfterTheLastBatchOnly() {
        SailException error = UsageException.of("no");
        queue.give(Batches.longs(1, 1));
        queue.fail(error);
        assertThat(queue.end()).isNull();

        assertThat(drained()).containsExactly(1L);

        assertThat(queue.end()).isEqualTo(new BatchQueue.End(error, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "end", "failure", "refusal"})
    void whoWaitsForABatchIsWoken(String by) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> taker = threads.submit(queue::await);
            LockSupport.parkNanos(1_000_000);

            give(by);

            assertThat(taker.get()).isTrue();
        }
    }

    @Test
    void anInterruptEndsTheWaitForABatchAndStaysToBeSeen() throws Exception {
        CompletableFuture<List<Boolean>> seen = new CompletableFuture<>();
        Thread taker = Thread.ofPlatform().start(() -> {
            boolean there = queue.await();
            seen.complete(List.of(there, Thread.currentThread().isInterrupted()));
        });
        Waiting.untilAsleep(taker);

        taker.interrupt();

        assertThat(seen.get()).containsExactly(false, true);
    }

    @Test
    void anInterruptBeforeTheWaitCountsToo() {
        Thread.currentThread().interrupt();

        assertThat(queue.await()).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void whatIsThereIsTakenByAnInterruptedThreadToo() {
        queue.give(Batches.longs(1, 1));
        Thread.currentThread().interrupt();

        assertThat(queue.await()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "end", "failure", "refusal"})
    void readyIsToldOfWhateverEndsTheWait(String by) throws Exception {
        CompletableFuture<@Nullable Void> ready = queue.ready();
        assertThat(ready).isNotDone();

        give(by);

        assertThat(ready.get(20, TimeUnit.SECONDS)).isNull();
        assertThat(queue.ready().get(20, TimeUnit.SECONDS)).isNull();
    }

    @RepeatedTest(200)
    void whatDependsOnReadyNeverRunsOnTheThreadThatGives() throws Exception {
        CompletableFuture<Thread> ranOn = queue.ready().thenApply(_ -> Thread.currentThread());

        give("batch");

        assertThat(ranOn.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @Test
    void cancellingOneReadyDoesNotHurtTheOthers() throws Exception {
        CompletableFuture<@Nullable Void> first = queue.ready();
        CompletableFuture<@Nullable Void> second = queue.ready();
        first.cancel(true);
        second.completeExceptionally(new IllegalStateException("somebody's own"));
        CompletableFuture<@Nullable Void> third = queue.ready();
        assertThat(third).isNotDone();

        give("batch");

        assertThat(third.get(20, TimeUnit.SECONDS)).isNull();
    }

    @RepeatedTest(8)
    void nothingIsLostDoubledOrReorderedBetweenTwoThreads() throws Exception {
        long seed = System.nanoTime();
        int count = 3_000;
        BatchQueue shared = new BatchQueue(1 + new Random(seed).nextInt(5));
        List<Long> taken;
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> giver = threads.submit(() -> give(shared, count, new Random(seed + 1)));
            Future<List<Long>> taker = threads.submit(() -> take(shared, new Random(seed + 2)));
            giver.get();
            taken = taker.get();
        }

        assertThat(taken).as("seed " + seed).isEqualTo(numbers(count));
    }

    @RepeatedTest(8)
    void nothingLeaksWhenTheReaderLeavesInTheMiddle() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int wanted = random.nextInt(300);
        BatchQueue shared = new BatchQueue(1 + random.nextInt(5));
        List<Long> taken = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(1)) {
            Future<?> giver = threads.submit(() -> give(shared, 2_000, new Random(seed + 1)));
            while (taken.size() < wanted && shared.await()) {
                ArrowBatch batch = shared.poll();
                if (batch != null) {
                    taken.add(Batches.first(batch));
                }
            }
            pause(random);
            shared.refuse();
            giver.get();
        }

        assertThat(taken).as("seed " + seed).isEqualTo(numbers(wanted));
        assertThat(shared.poll()).isNull();
    }

    private static List<Long> numbers(int count) {
        return LongStream.range(0, count).boxed().toList();
    }

    private static void give(BatchQueue shared, int count, Random random) {
        for (int i = 0; i < count && shared.isWanted(); i++) {
            pause(random);
            if (!shared.hasRoom()) {
                shared.awaitRoom();
            }
            shared.give(Batches.longs(i, 1));
        }
        shared.finish(Map.of());
    }

    private static List<Long> take(BatchQueue shared, Random random) throws Exception {
        List<Long> taken = new ArrayList<>();
        while (true) {
            ArrowBatch batch = shared.poll();
            if (batch != null) {
                taken.add(Batches.first(batch));
                pause(random);
            } else if (shared.end() != null) {
                return taken;
            } else if (random.nextBoolean()) {
                shared.ready().get();
            } else {
                assertThat(shared.await()).isTrue();
            }
        }
    }

    /** Mostly none, sometimes shorter and sometimes longer than the other side looks before it sleeps. */
    private static void pause(Random random) {
        if (random.nextInt(20) == 0) {
            LockSupport.parkNanos(random.nextInt(200_000));
        }
    }

    private void give(String what) {
        switch (what) {
            case "batch" -> queue.give(Batches.longs(1, 1));
            case "end" -> queue.finish(Map.of());
            case "failure" -> queue.fail(UsageException.of("no"));
            case "refusal" -> queue.refuse();
            default -> throw new AssertionError(what);
        }
    }

    private List<Long> drained() {
        List<Long> taken = new ArrayList<>();
        ArrowBatch batch;
        while ((batch = queue.poll()) != null) {
            taken.add(Batches.first(batch));
        }
        return taken;
    }
}
