package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.Scan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What becomes of sources that hang where no Python code runs any more: holding the GIL, deaf to SIGTERM as well, or in a
 * process that is stopped.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SubprocessHangsTest extends FaultFixture {
    private static final int STOP = 19;
    private static final int CONTINUE = 18;

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    SubprocessHangsTest() {}

    @ParameterizedTest
    @ValueSource(strings = {"gil", "deaf", "stopped"})
    void closingTheReaderEndsTheWorkerAndTheNextPartitionIsRead(String how) throws Exception {
        try (DataSource source = hanging(how, "read")) {
            Scan scan = source.scan().plan();
            BatchReader reader = readUntilItHangs(scan);
            ProcessHandle worker = hangingWorker();

            reader.close();

            Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
            assertThat(rows(scan, 1)).isEqualTo(counted(1, 200));
            assertThat(executor.health().runningReads()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gil", "deaf", "stopped"})
    void cancellingEndsTheWaitAndTheWorker(String how) throws Exception {
        try (DataSource source = hanging(how, "read")) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = readUntilItHangs(scan)) {
                ProcessHandle worker = hangingWorker();
                CompletableFuture<Throwable> waiting =
                        CompletableFuture.supplyAsync(() -> catchThrowable(reader::next));

                reader.cancel();

                assertThat(waiting.get()).isInstanceOf(CancellationException.class);
                Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gil", "deaf", "stopped"})
    void closingTheExecutorEndsTheWorkerAndTheReadIsNoShortResult(String how) throws Exception {
        try (DataSource source = hanging(how, "read");
                BatchReader reader = readUntilItHangs(source.scan().plan())) {
            ProcessHandle worker = hangingWorker();

            executor.close();

            Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
            assertThat(catchThrowable(reader::next)).hasMessageContaining("the executor was closed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gil", "deaf", "stopped"})
    void interruptingWhoPlansEndsTheWorker(String how) throws Exception {
        try (DataSource source = hanging(how, "partitions")) {
            CompletableFuture<Throwable> planned = new CompletableFuture<>();
            Thread planning = Thread.ofPlatform()
                    .start(() ->
                            planned.complete(catchThrowable(() -> source.scan().plan())));
            ProcessHandle worker = hangingWorker();

            planning.interrupt();

            assertThat(planned.get()).isInstanceOf(CancellationException.class);
            Leaks.eventually(() -> assertThat(worker.isAlive()).isFalse());
            planning.join();
        }
    }

    @Test
    void aStoppedWorkerThatGoesOnHasLostNothing() throws Exception {
        try (DataSource source = source("Counts", Map.of("partitions", "1", "rows", "20000"))) {
            Scan scan = source.scan().plan();
            List<String> rows = new ArrayList<>();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                reader.next();
                rowsInto(rows, reader.batch());
                for (ProcessHandle worker : workers()) {
                    Posix.killGroup(worker.pid(), STOP);
                    Thread.sleep(200);
                    Posix.killGroup(worker.pid(), CONTINUE);
                }
                while (reader.next()) {
                    rowsInto(rows, reader.batch());
                }
            }
            assertThat(rows).isEqualTo(counted(0, 20000));
        }
    }

    private DataSource hanging(String how, String where) {
        return source("Hangs", Map.of("how", how, "where", where, "mark", mark().toString()));
    }

    private Path mark() {
        return folder.resolve("mark");
    }

    /** All rows before the one that does not come. */
    private static BatchReader readUntilItHangs(Scan scan) {
        List<String> rows = new ArrayList<>();
        BatchReader reader = scan.read(scan.partitions().getFirst());
        while (rows.size() < 200 && reader.next()) {
            rowsInto(rows, reader.batch());
        }
        assertThat(rows).isEqualTo(counted(0, 200));
        return reader;
    }

    private ProcessHandle hangingWorker() throws Exception {
        Leaks.eventually(() -> assertThat(mark()).isNotEmptyFile());
        return ProcessHandle.of(Long.parseLong(Files.readString(mark()))).orElseThrow();
    }
}
