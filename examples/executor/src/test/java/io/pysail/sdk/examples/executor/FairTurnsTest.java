package io.pysail.sdk.examples.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who is next. */
@Timeout(20)
class FairTurnsTest {
    private final FairTurns turns = new FairTurns(1);
    private final ConcurrentLinkedQueue<String> served = new ConcurrentLinkedQueue<>();
    private final List<Thread> threads = new ArrayList<>();

    @Test
    void linesAreServedInRotation() throws Exception {
        FairTurns.Line many = turns.newLine();
        FairTurns.Line few = turns.newLine();
        FairTurns.Turn first = many.newTurn();
        first.take();
        queue("many 1", many.newTurn());
        queue("many 2", many.newTurn());
        queue("many 3", many.newTurn());
        queue("few 1", few.newTurn());
        queue("few 2", few.newTurn());

        first.giveBack();
        join();

        assertThat(served).containsExactly("many 1", "few 1", "many 2", "few 2", "many 3");
    }

    @Test
    void aTurnLastsWhileNobodyWaits() throws Exception {
        FairTurns.Line line = turns.newLine();
        FairTurns.Turn first = line.newTurn();
        assertThat(first.lasts()).isFalse();
        first.take();
        first.used();
        assertThat(first.lasts()).isTrue();

        queue("second", line.newTurn());

        assertThat(first.lasts()).isFalse();
        first.giveBack();
        join();
    }

    @Test
    void whoeverHasATurnMayMakeOneBatchThoughOthersWait() throws Exception {
        FairTurns.Line line = turns.newLine();
        FairTurns.Turn first = line.newTurn();
        first.take();
        queue("second", line.newTurn());

        assertThat(first.lasts()).isTrue();

        first.giveBack();
        join();
    }

    @Test
    void whoeverEndsWhileItWaitsIsLetThroughAndKeepsNoTurn() throws Exception {
        FairTurns.Line line = turns.newLine();
        FairTurns.Turn first = line.newTurn();
        first.take();
        FairTurns.Turn second = line.newTurn();
        Thread waiting = Thread.ofPlatform().start(second::take);
        awaitQueued(waiting);

        second.end();
        waiting.join();
        first.giveBack();
        FairTurns.Turn third = line.newTurn();
        third.take();

        assertThat(second.lasts()).isTrue();
        assertThat(third.lasts()).isTrue();
    }

    @Test
    void aTurnIsNotGivenToOneThatHasEndedAndDoesNotYetKnow() throws Exception {
        for (int i = 0; i < 100; i++) {
            FairTurns.Line line = turns.newLine();
            FairTurns.Turn first = line.newTurn();
            first.take();
            FairTurns.Turn second = line.newTurn();
            Thread waiting = Thread.ofPlatform().start(second::take);
            awaitQueued(waiting);

            second.end();
            first.giveBack(); // most often before the other thread wakes up
            waiting.join();
            FairTurns.Turn third = line.newTurn();
            third.take(); // until the deadline, if the turn were lost

            assertThat(third.lasts()).isTrue();
            third.end();
        }
    }

    @Test
    void anInterruptEndsTheWaitAndIsNotSeenAnyMore() throws Exception {
        FairTurns.Line line = turns.newLine();
        FairTurns.Turn first = line.newTurn();
        first.take();
        FairTurns.Turn second = line.newTurn();
        Thread waiting = Thread.ofPlatform().start(() -> {
            second.take();
            served.add(second.lasts() + " " + Thread.currentThread().isInterrupted());
        });
        awaitQueued(waiting);

        waiting.interrupt();
        waiting.join();

        assertThat(served).containsExactly("false false");
        assertThat(first.lasts()).isTrue();
    }

    @Test
    void closingLetsEverybodyThrough() throws Exception {
        FairTurns.Line line = turns.newLine();
        FairTurns.Turn first = line.newTurn();
        first.take();
        FairTurns.Turn second = line.newTurn();
        Thread waiting = Thread.ofPlatform().start(second::take);
        awaitQueued(waiting);

        turns.close();
        waiting.join();

        assertThat(second.lasts()).isTrue();
        assertThat(line.newTurn().lasts()).isTrue();
    }

    /** Has a thread wait for a turn, say that it has it, and give it back. */
    private void queue(String name, FairTurns.Turn turn) throws InterruptedException {
        Thread thread = Thread.ofPlatform().start(() -> {
            turn.take();
            served.add(name);
            turn.giveBack();
        });
        threads.add(thread);
        awaitQueued(thread);
    }

    private static void awaitQueued(Thread thread) throws InterruptedException {
        while (thread.getState() != Thread.State.WAITING) {
            Thread.sleep(1);
        }
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
