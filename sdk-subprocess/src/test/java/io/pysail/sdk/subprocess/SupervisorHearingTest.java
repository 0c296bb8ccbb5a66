package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.spi.ExecutorOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of workers whose supervisor has much to tell, to a thread that takes its time. */
@Timeout(120)
class SupervisorHearingTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    @Test
    void endsThatAreHeardLateCostNobodyElseHisWorker() throws Exception {
        Leaks before = Leaks.now();
        try (WorkerPool pool = pool();
                ExecutorService threads = Executors.newCachedThreadPool()) {
            Worker bystander = pool.lease();
            List<Worker> dying = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                Worker worker = pool.lease();
                worker.watch(() -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1))); // as a log may
                dying.add(worker);
            }
            dying.forEach(worker -> ProcessHandle.of(worker.pid()).orElseThrow().destroyForcibly());

            List<Future<WorkerEnd>> ends = new ArrayList<>();
            for (Worker worker : dying) {
                ends.add(threads.submit(() -> worker.awaitEnd(Duration.ZERO)));
            }

            for (Future<WorkerEnd> end : ends) {
                assertThat(end.get().signal()).isEqualTo(Signals.KILL);
            }
            assertThat(bystander.hasEnded()).isFalse();
            assertThat(Calls.health(bystander).number("rss")).isPositive();
            dying.forEach(pool::discard);
        }
        before.assertNothingMore();
    }

    private static WorkerPool pool() {
        return new WorkerPool(
                Pythons.environment(Pythons.NEW),
                new PoolSettings(8, 0, LONG, 0, 0, Map.of(), 8),
                SupervisorSetup.of(ExecutorOptions.none(), WorkerLimits.defaults()));
    }
}
