package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.InternalException;
import io.pysail.sdk.Scan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of this process where a source writes into its worker's connection, hands that on, or breaks its word. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubprocessHostileTest extends FaultFixture {
    private static final String HOSTILE = FILE.replace("faults.py", "hostile.py");

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    SubprocessHostileTest() {}

    @ParameterizedTest
    @ValueSource(strings = {"floods", "takes-nothing"})
    void closingTheReaderEndsAWorkerThatKeepsItsThreadBusy(String how) throws Exception {
        try (DataSource source = hostile("Hostile", how)) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().getFirst());
            ProcessHandle worker = marked();

            reader.close();

            Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"floods", "takes-nothing"})
    void closingTheExecutorEndsAWorkerThatKeepsItsThreadBusy(String how) throws Exception {
        try (DataSource source = hostile("Hostile", how);
                BatchReader reader = firstOf(source.scan().plan())) {
            ProcessHandle worker = marked();

            executor.close();

            Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
            assertThat(catchThrowable(reader::next)).hasMessageContaining("the executor was closed");
        }
    }

    @Test
    void theEndOfAWorkerIsNoticedThoughAChildKeepsItsConnection() {
        try (DataSource source = hostile("Hostile", "leaves-a-child")) {
            Scan scan = source.scan().plan();

            DataSourceException failure = (DataSourceException) catchThrowable(() -> rows(scan, 0));

            assertThat(failure.reason())
                    .startsWith("this partition ended 3 worker processes")
                    .endsWith("was killed by SIGKILL");
        }
    }

    @Test
    void closingASourceEndsAWorkerThatIsStopped() throws Exception {
        DataSource source = hostile("Hostile", "stops-later");
        var _ = source.scan().plan();
        ProcessHandle worker = marked();

        source.close();

        Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
    }

    @Test
    void whoClosesASourceIsStillInterruptedAfterwards() throws Exception {
        DataSource source = hostile("Hostile", "stops-later");
        var _ = source.scan().plan();
        ProcessHandle worker = marked();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        Thread closing = Thread.ofPlatform().start(() -> {
            source.close();
            interrupted.complete(Thread.currentThread().isInterrupted());
        });
        Thread.sleep(200);

        closing.interrupt();

        assertThat(interrupted.get()).isTrue();
        Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
        closing.join();
    }

    @Test
    void whatAWorkerSendsOnceIsNotTakenTwice() {
        try (DataSource source = hostile("Hostile", "repeats-a-pickle")) {
            assertThat(catchThrowable(() -> source.scan().plan()))
                    .isInstanceOf(InternalException.class)
                    .hasMessageContaining("a blob for each of its partitions");
        }
    }

    @Test
    void rowsThatDoNotComeAgainAreMissedThoughTheSourceSaysThatTheyDo() {
        List<String> rows = new ArrayList<>();
        try (DataSource source = hostile("Forgets", "")) {
            Scan scan = source.scan().plan();

            DataSourceException failure = (DataSourceException)
                    catchThrowable(() -> rowsInto(rows, scan, scan.partitions().getFirst()));

            assertThat(rows).hasSizeGreaterThan(10);
            assertThat(failure.reason())
                    .startsWith("its worker process was lost after " + rows.size() + " rows were delivered")
                    .endsWith("gave only 10 when it was read again");
        }
    }

    @Test
    void whatIsPlannedAgainForOneReadIsDroppedAfterIt() {
        try (DataSource source = hostile("Counted", "")) {
            Scan scan = source.scan().plan();

            List<String> alive = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                alive.addAll(rows(scan, 0));
            }

            assertThat(alive).hasSize(6).containsOnly(alive.getFirst());
        }
    }

    private DataSource hostile(String name, String how) {
        Map<String, String> options = Map.of("how", how, "mark", mark().toString());
        return sources.named(HOSTILE + name).options(new HashMap<>(options)).open();
    }

    private static BatchReader firstOf(Scan scan) {
        return scan.read(scan.partitions().getFirst());
    }

    private Path mark() {
        return folder.resolve("mark");
    }

    private ProcessHandle marked() throws Exception {
        Leaks.eventually(() -> assertThat(mark()).isNotEmptyFile());
        return ProcessHandle.of(Long.parseLong(Files.readString(mark()))).orElseThrow();
    }
}
