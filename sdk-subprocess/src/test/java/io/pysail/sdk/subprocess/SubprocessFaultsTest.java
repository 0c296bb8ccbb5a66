package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.Scan;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PlannedWrite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of reads and writes whose worker ends: each test compares rows, and looks for what was left behind. */
class SubprocessFaultsTest extends FaultFixture {
    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit sets the folder
    SubprocessFaultsTest() {}

    // ---- reads

    @ParameterizedTest
    @CsvSource({"kill,SIGKILL", "segv,SIGSEGV", "abort,SIGABRT", "bus,SIGBUS", "fpe,SIGFPE"})
    void aPartitionThatKillsEachWorkerFailsWithTheSignalAndTheOthersAreRead(String how, String signal) {
        try (DataSource source = source("Dies", Map.of("how", how, "partitions", "3", "which", "1"))) {
            Scan scan = source.scan().plan();

            DataSourceException failure = (DataSourceException) catchThrowable(() -> rows(scan, 1));

            assertThat(failure.reason())
                    .startsWith(
                            "this partition ended 3 worker processes one after the other; the last one was killed by "
                                    + signal);
            if (how.equals("segv") || how.equals("abort")) {
                assertThat(failure.pythonException().orElseThrow().traceback())
                        .startsWith("Current thread")
                        .contains("faults.py", "in read")
                        .doesNotContain("<sail>");
            }
            assertThat(rows(scan, 0)).isEqualTo(counted(0, 20));
            assertThat(rows(scan, 2)).isEqualTo(counted(2, 20));
        }
    }

    @Test
    void aPartitionOfWhichNothingWasDeliveredIsReadAgain() throws Exception {
        try (DataSource source = source("Dies", Map.of("how", "segv", "lives", lives(2)))) {
            assertThat(rows(source.scan().plan(), 0)).isEqualTo(counted(0, 20));
        }
    }

    @Test
    void aDeterministicPartitionIsReadAgainWithoutTheRowsThatWereDelivered() throws Exception {
        Map<String, String> options = Map.of(
                "how", "kill", "at", "700", "rows", "1500", "after", "0.3", "deterministic", "true", "lives", lives(2));
        try (DataSource source = source("Dies", options)) {
            assertThat(rows(source.scan().plan(), 0)).isEqualTo(counted(0, 1500));
        }
    }

    @Test
    void anotherPartitionOfWhichRowsWereDeliveredFailsAndSaysHowMany() {
        Map<String, String> options = Map.of("how", "kill", "at", "700", "rows", "1500", "after", "0.3");
        try (DataSource source = source("Dies", options)) {
            Scan scan = source.scan().plan();
            List<String> rows = new ArrayList<>();

            DataSourceException failure = (DataSourceException)
                    catchThrowable(() -> rowsInto(rows, scan, scan.partitions().getFirst()));

            assertThat(rows).isEqualTo(counted(0, rows.size())).isNotEmpty();
            assertThat(failure.reason())
                    .startsWith(
                            "its worker process was killed by SIGKILL after " + rows.size() + " rows were delivered");
        }
    }

    @Test
    void whatAWorkerSentBeforeItsEndIsStillRead() {
        try (DataSource source = source("Dies", Map.of("how", "segv", "at", "300", "rows", "400"))) {
            Scan scan = source.scan().plan();
            for (int i = 0; i < 20; i++) {
                assertThat(catchThrowable(() -> rows(scan, 0)))
                        .isInstanceOf(DataSourceException.class)
                        .hasMessageContaining("SIGSEGV");
            }
        }
    }

    @Test
    void aSourceThatLeavesInTheMiddleIsNeverAShortResult() {
        Map<String, String> options = Map.of("how", "exit", "at", "700", "rows", "1500", "after", "0.3");
        try (DataSource source = source("Dies", options)) {
            Scan scan = source.scan().plan();

            assertThat(catchThrowable(() -> rows(scan, 0)))
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageContaining("exited with status 0");
        }
    }

    @ParameterizedTest
    @CsvSource({"sysexit,SystemExit", "interrupt,KeyboardInterrupt"})
    void whatEndsAProgramIsAnErrorOfTheSourceAndTheWorkerLives(String how, String type) {
        try (DataSource source = source("Dies", Map.of("how", how, "at", "3"))) {
            Scan scan = source.scan().plan();
            for (int i = 0; i < 5; i++) {
                assertThat(catchThrowable(() -> rows(scan, 0)))
                        .isInstanceOf(DataSourceException.class)
                        .hasMessageContaining(type);
            }
        }
    }

    @Test
    void anIdleWorkerThatIsKilledIsReplaced() {
        try (DataSource source = source("Counts", Map.of("partitions", "2", "rows", "100"))) {
            Scan scan = source.scan().plan();
            for (int i = 0; i < 5; i++) {
                assertThat(rows(scan, i % 2)).isEqualTo(counted(i % 2, 100));
                workers().forEach(ProcessHandle::destroyForcibly);
            }
            assertThat(rows(source.scan().plan(), 0)).isEqualTo(counted(0, 100));
        }
    }

    /** The short form: -Dsail.test.killing=120 takes two minutes. */
    @Test
    void rowsAreNeitherLostNorDoubledThoughWorkersAreKilledAllTheTime() throws Exception {
        long seed = Long.getLong("sail.test.seed", System.nanoTime());
        long nanos = Integer.getInteger("sail.test.killing", 5) * 1_000_000_000L;
        AtomicBoolean done = new AtomicBoolean();
        AtomicInteger killed = new AtomicInteger();
        Thread killer = Thread.ofPlatform().start(() -> killNowAndThen(new Random(seed), done, killed));
        int passes = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                PythonExecutor four = open(Map.of("workers", "4"));
                DataSources read = DataSources.over(four)) {
            for (long start = System.nanoTime(); System.nanoTime() - start < nanos; passes++) {
                try (DataSource source = patiently(() -> read.named(FILE + "Counts")
                        .options(Map.of("partitions", "4", "rows", "3000"))
                        .open())) {
                    Scan scan = patiently(() -> source.scan().plan());
                    List<Future<List<String>>> parts = IntStream.range(0, 4)
                            .mapToObj(i -> threads.submit(() -> patiently(() -> rows(scan, i))))
                            .toList();
                    for (int i = 0; i < 4; i++) {
                        assertThat(parts.get(i).get()).as("seed " + seed).isEqualTo(counted(i, 3000));
                    }
                }
            }
        } finally {
            done.set(true);
            killer.join();
        }
        System.out.println("kill loop, seed " + seed + ": " + passes + " passes of 12000 rows, " + killed + " signals");
        assertThat(killed.get()).isPositive();
    }

    /** What meets signals again and again is given up, rightly; here it is not its fault. */
    private static <T> T patiently(Supplier<T> work) {
        while (true) {
            try {
                return work.get();
            } catch (DataSourceException e) {
                if (!e.reason().contains("worker process")) {
                    throw e;
                }
            }
        }
    }

    private static void killNowAndThen(Random random, AtomicBoolean done, AtomicInteger killed) {
        int[] signals = {9, 11, 6, 15};
        while (!done.get()) {
            try {
                Thread.sleep(random.nextInt(50, 500));
                List<ProcessHandle> alive = workers();
                if (!alive.isEmpty()) {
                    long pid = alive.get(random.nextInt(alive.size())).pid();
                    new ProcessBuilder("kill", "-" + signals[random.nextInt(signals.length)], pid + "")
                            .redirectErrorStream(true)
                            .start()
                            .waitFor();
                    killed.incrementAndGet();
                }
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    // ---- what a worker is

    @Test
    void twoVersionsOfPythonServeOneProgramAtTheSameTime() {
        String other = PythonUnderTest.version().equals(Pythons.OLDEST) ? Pythons.NEW : Pythons.OLDEST;
        try (PythonExecutor second =
                        new SubprocessExecutorProvider().create(Pythons.environment(other), ExecutorOptions.none());
                DataSources others = DataSources.over(second);
                DataSource here = source("Tells", Map.of("what", "version"));
                DataSource there =
                        others.named(FILE + "Tells").option("what", "version").open()) {
            assertThat(rows(there.scan().plan(), 0)).containsExactly(other);
            assertThat(rows(here.scan().plan(), 0)).containsExactly(PythonUnderTest.version());
        }
    }

    @Test
    void aProcessThatASourceLeftBehindEndsWithTheExecutor() throws Exception {
        long pid;
        try (PythonExecutor other = open(Map.of());
                DataSources read = DataSources.over(other);
                DataSource source =
                        read.named(FILE + "Tells").option("what", "child").open()) {
            pid = Long.parseLong(rows(source.scan().plan(), 0).getFirst());
            assertThat(ProcessHandle.of(pid)).isPresent();
        }
        Leaks.eventually(() -> assertThat(ProcessHandle.of(pid)).isEmpty());
    }

    @Test
    void aProcessThatASourceLeftBehindEndsThoughItsSupervisorIsKilled() throws Exception {
        try (DataSource source = source("Tells", Map.of("what", "child"))) {
            long pid = Long.parseLong(rows(source.scan().plan(), 0).getFirst());
            assertThat(ForkedPoolTest.isRunning(pid)).isTrue();

            workers().getFirst().parent().orElseThrow().destroyForcibly();

            Leaks.eventually(() -> assertThat(ForkedPoolTest.isRunning(pid)).isFalse());
        }
        try (DataSource source = source("Counts", Map.of("partitions", "1", "rows", "100"))) {
            assertThat(rows(source.scan().plan(), 0)).isEqualTo(counted(0, 100));
        }
    }

    @Test
    void aLimitOfMemoryIsNamedAndTheWorkerLives() {
        try (PythonExecutor other = open(Map.of("memory-limit", "300MB"));
                DataSources read = DataSources.over(other);
                DataSource source = read.named(FILE + "Tells")
                        .options(Map.of("what", "memory", "bytes", String.valueOf(1L << 30)))
                        .open()) {
            Scan scan = source.scan().plan();
            assertThat(catchThrowable(() -> rows(scan, 0)))
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageContaining("MemoryError")
                    .hasMessageContaining("RLIMIT_DATA");
        }
    }

    /** Each partition leaves 8 MiB behind; how much memory a process has is told by the system to a few MiB only. */
    @ParameterizedTest
    @CsvSource({"recycle-above,60MB,9", "recycle-after,5,5"})
    void aWorkerOfASourceThatLeaksIsReplacedAndRowsAreRight(String option, String value, int most) {
        try (PythonExecutor other = open(Map.of("workers", "1", "spares", "0", option, value));
                DataSources read = DataSources.over(other);
                DataSource source =
                        source(read, "Hoards", Map.of("partitions", "24", "bytes", String.valueOf(8 << 20)))) {
            Scan scan = source.scan().plan();
            Map<String, Integer> served = new HashMap<>();
            for (int i = 0; i < 24; i++) {
                List<String> rows = rows(scan, i);
                String process = rows.getFirst().replaceAll(".* ", "");
                assertThat(rows)
                        .isEqualTo(counted(i, 20).stream()
                                .map(row -> row + " " + process)
                                .toList());
                served.merge(process, 1, Integer::sum);
            }
            assertThat(served.values())
                    .allSatisfy(partitions -> assertThat(partitions).isLessThanOrEqualTo(most));
            assertThat(served).hasSizeGreaterThan(24 / most);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"SAIL_TEST_SECRET", "JAVA_HOME"})
    void variablesOfTheProgramDoNotReachWorkers(String name) {
        try (DataSource source = source("Tells", Map.of("what", "variable", "name", name))) {
            assertThat(rows(source.scan().plan(), 0)).containsExactly("not there");
        }
    }

    @Test
    void optionsOfASourceAreOnNoCommandLine() {
        try (DataSource source = source("Tells", Map.of("what", "command line", "token", "swordfish-77"))) {
            assertThat(rows(source.scan().plan(), 0)).noneMatch(line -> line.contains("swordfish"));
        }
    }

    @Test
    void aMegabyteOfOutputThatIsNoTextBlocksNothing() {
        try (DataSource source = source("Tells", Map.of("what", "prints"))) {
            assertThat(rows(source.scan().plan(), 0)).containsExactly("printed");
        }
    }

    @Test
    void manyReadsMayBeBegunAndGivenUp() {
        try (DataSource source = source("Counts", Map.of("partitions", "4", "rows", "100000"))) {
            Scan scan = source.scan().plan();
            for (int i = 0; i < 60; i++) {
                BatchReader reader = scan.read(scan.partitions().get(i % 4));
                if (i % 3 == 0) {
                    reader.next();
                }
                reader.close();
            }
            assertThat(executor.health().runningReads()).isZero();
        }
    }

    @Test
    void closingTheExecutorEndsReadsThatRun() {
        try (DataSource source = source("Counts", Map.of("partitions", "4", "rows", "10000000"))) {
            Scan scan = source.scan().plan();
            List<BatchReader> readers =
                    scan.partitions().stream().map(scan::read).toList();
            readers.getFirst().next();

            executor.close();

            for (BatchReader reader : readers) {
                assertThat(catchThrowable(() -> {
                            while (reader.next()) {}
                        }))
                        .hasMessageContaining("the executor was closed");
                reader.close();
            }
        }
    }

    // ---- writes

    @Test
    void aTaskWhoseWorkerIsKilledFailsAndItsNextAttemptMayDoIt() throws Exception {
        try (WriteJob job = sink("write")) {
            assertThat(catchThrowable(() -> written(job, 5))).hasMessageContaining("was killed by SIGKILL");
            CommitMessage second = written(job, 2);
            job.commit(List.of(second));
        }
        assertThat(log()).containsExactly("commit [2]");
    }

    @Test
    void aCommitThatKillsItsWorkerIsInDoubtAndNeitherTriedAgainNorAborted() throws Exception {
        try (WriteJob job = sink("commit")) {
            CommitMessage message = written(job, 5);

            DataSourceException failure = (DataSourceException) catchThrowable(() -> job.commit(List.of(message)));

            assertThat(failure.condition()).contains(PlannedWrite.COMMIT_OUTCOME_UNKNOWN);
            assertThat(failure).hasMessageContaining("was killed by SIGKILL");
            assertThat(failure.pythonException())
                    .hasValueSatisfying(crash -> assertThat(crash.pythonType()).isEqualTo("WorkerProcessError"));
        }
        assertThat(log()).isEmpty();
    }

    @Test
    void aWriterWhoseIdleWorkerIsKilledIsCommittedByAnother() throws Exception {
        try (WriteJob job = sink("nowhere")) {
            CommitMessage message = written(job, 5);
            killIdleWorkers();

            job.commit(List.of(message));
        }
        assertThat(log()).containsExactly("commit [5]");
    }

    @Test
    void aCommitThatFailsInAnotherWorkerIsAbortedThereToo() throws Exception {
        try (WriteJob job = sink("failing commit")) {
            CommitMessage message = written(job, 5);
            killIdleWorkers();

            assertThat(catchThrowable(() -> job.commit(List.of(message))))
                    .hasMessageContaining("ValueError: cannot commit")
                    .hasNoSuppressedExceptions();
        }
        assertThat(log()).containsExactly("abort [5]");
    }

    @Test
    void aTaskThatIsGivenUpBeforeItsTurnComesLeavesNoBatchBehind() throws Exception {
        OpenResources open = OpenResources.count();
        try (PythonExecutor one = open(Map.of("workers", "1"));
                DataSources write = DataSources.builder(one).batchesInFlight(1).build();
                WriteJob job = sink(write, "hang");
                TaskWriter first = job.task(0);
                TaskWriter second = job.task(1);
                ArrowBatch batch = ids(job.schema(), 1)) {
            first.write(batch);
            Leaks.eventually(() -> assertThat(log()).containsExactly("begun 0"));
            second.write(batch);
            Leaks.eventually(() -> assertThat(log()).containsExactly("begun 0", "begun 1"));

            first.write(batch);
            first.write(batch); // there was room, so the one before was taken
            Leaks.eventually(() ->
                    assertThat(threads("sail-write-", Thread.State.WAITING)).isOne());
            first.cancel();
        }
        Leaks.eventually(() -> assertThat(OpenResources.count()).isEqualTo(open));
    }

    // ---- helpers

    private WriteJob sink(String where) {
        return sink(sources, where);
    }

    private WriteJob sink(DataSources among, String where) {
        return among.named(FILE + "Sink")
                .options(Map.of("where", where, "log", folder.resolve("log").toString()))
                .write(among.parseSchema("id LONG"), SaveMode.APPEND);
    }

    private List<String> log() {
        Path log = folder.resolve("log");
        try {
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void killIdleWorkers() throws Exception {
        List<ProcessHandle> killed = workers();
        killed.forEach(ProcessHandle::destroyForcibly);
        Leaks.eventually(() -> assertThat(workers()).doesNotContainAnyElementsOf(killed));
        Thread.sleep(100); // until the supervisor has said so
    }

    private static long threads(String prefix, Thread.State state) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(prefix) && thread.getState() == state)
                .count();
    }

    private static CommitMessage written(WriteJob job, int rows) {
        try (TaskWriter task = job.task(0);
                ArrowBatch batch = ids(job.schema(), rows)) {
            task.write(batch);
            return task.finish();
        }
    }

    private static ArrowBatch ids(ArrowSchema schema, int rows) {
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < rows; i++) {
                builder.column(0, LongBuilder.class).append(i);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private String lives(int count) throws Exception {
        Path lives = Files.createDirectory(folder.resolve("lives"));
        for (int i = 0; i < count; i++) {
            Files.createFile(lives.resolve("life-" + i));
        }
        return lives.toString();
    }
}
