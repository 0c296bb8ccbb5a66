package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How reads end before their source does: inherit it, and say how to open your executor.
 *
 * @since 0.1
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class StoppingContract extends ContractFixture {
    /** However slow the machine: what does not stop takes for ever. */
    private static final Duration BOUNDED = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    protected StoppingContract() {}

    @Test
    void closingEarlyRunsTheSourcesFinally() throws IOException {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString()))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            reader.close();

            assertThat(Files.readAllLines(log)).contains("finally");
        }
    }

    @Test
    void closingBeforeTheFirstRowStopsTheSource() throws IOException {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString()))) {
            Scan scan = source.scan().plan();
            scan.read(scan.partitions().get(0)).close();

            assertThat(!Files.exists(log) || Files.readAllLines(log).contains("finally"))
                    .isTrue();
        }
    }

    @Test
    void aSourceThatLoopsForEverIsInterrupted() throws Exception {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString(), "how", "loops"))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            await(() -> Files.readAllLines(log).contains("stuck"));
            reader.close();

            assertThat(Files.readAllLines(log)).contains("finally");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sleeps", "swallows"})
    void closingReturnsThoughTheSourceDoesNotStop(String how) throws Exception {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString(), "how", how))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            await(() -> Files.readAllLines(log).contains("stuck"));
            reader.close();

            assertThat(rows("Numbers", Map.of())).hasSize(30);
            // Left behind it may be, but once it returns it is told to end.
            await(() -> executor().health().abandonedReads() == 0
                    && (endsProcesses() || Files.readAllLines(log).contains("finally")));
        }
    }

    @Test
    void cancellingFromAnotherThreadEndsAWait() throws Exception {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString(), "how", "loops"))) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                reader.next();
                CompletableFuture<Throwable> waiting =
                        CompletableFuture.supplyAsync(() -> catchThrowable(reader::next));
                Thread.sleep(50); // so that it waits, most likely
                reader.cancel();

                assertThat(waiting.get(BOUNDED.toSeconds(), TimeUnit.SECONDS))
                        .isInstanceOf(CancellationException.class)
                        .hasMessage("the read of partition 0 of 1 of Endless was cancelled");
                assertThatThrownBy(reader::next).isInstanceOf(CancellationException.class);
                assertThat(reader.ready()).succeedsWithin(BOUNDED);
            }
        }
    }

    @Test
    void interruptingTheThreadCancelsAndStaysToBeSeen() throws Exception {
        Path log = folder.resolve("log");
        try (DataSource source = source("Endless", Map.of("log", log.toString(), "how", "loops"))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().get(0));
            reader.next();
            CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
            Thread waiting = Thread.ofPlatform().start(() -> {
                Throwable thrown = catchThrowable(reader::next);
                interrupted.complete(thrown instanceof CancellationException
                        && Thread.currentThread().isInterrupted());
                reader.close();
            });
            Thread.sleep(50); // so that it waits, most likely
            waiting.interrupt();

            assertThat(interrupted.get(BOUNDED.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.join(BOUNDED)).isTrue();
        }
    }

    @Test
    void batchesThatNobodyTookAreReleased() {
        for (int i = 0; i < 20; i++) {
            try (DataSource source = source("Numbers", Map.of("batches", "1000"))) {
                Scan scan = source.scan().plan();
                List<BatchReader> readers =
                        scan.partitions().stream().map(scan::read).toList();
                readers.get(i % 3).next();
                readers.forEach(BatchReader::close);
            }
        }
        // That nothing is open afterwards is what every test of this class ends with.
        assertThat(executor().health().runningReads()).isZero();
    }

    /**
     * Whether a source that does not stop is ended with its process, so that it cannot clean up.
     *
     * @return false unless a subclass says so
     */
    protected boolean endsProcesses() {
        return false;
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long deadline = System.nanoTime() + BOUNDED.toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("in bounded time").isLessThan(deadline);
            Thread.sleep(10);
        }
    }
}
