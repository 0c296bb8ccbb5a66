package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import io.pysail.sdk.Scan;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.BatchReceiver;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PartitionPlan;
import io.pysail.sdk.spi.PlannedScan;
import io.pysail.sdk.spi.ReadTask;
import io.pysail.sdk.spi.RunningTask;
import io.pysail.sdk.spi.ScanRequest;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import io.pysail.sdk.spi.SourceSession;
import io.pysail.sdk.testkit.ContractSources;
import io.pysail.sdk.testkit.Leaks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads whose threads, Java's and Python's, need each other: whoever waits must not hold what the other one needs. */
@ExtendWith({PythonUnderTest.class, Leaks.class})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReadingThreadsTest {
    private static final Path SOURCES =
            Path.of("src", "test", "python", "threads.py").toAbsolutePath();

    @TempDir
    private Path folder;

    private final PythonRuntime runtime = PythonRuntime.start(PythonUnderTest.environment());
    private PythonExecutor executor;
    private DataSources sources;

    @SuppressWarnings("NullAway.Init") // set before each test
    ReadingThreadsTest() {}

    @BeforeEach
    void open() {
        ExecutorOptions options = ExecutorOptions.none()
                .withSources(List.of(new ContractSources()))
                .withSearchPath(PythonUnderTest.site().stream().toList());
        executor = new InProcessExecutorProvider().create(PythonUnderTest.environment(), options);
        sources = DataSources.builder(executor).batchesInFlight(1).build();
    }

    @AfterEach
    void close() {
        sources.close();
        executor.close();
    }

    @Test
    void nextRefusesToWaitOnAnAttachedThread() {
        try (BatchReader reader = read("Gate", Map.of("gate", file("gate")))) {
            runtime.attach(py -> {
                assertThatIllegalStateException()
                        .isThrownBy(reader::next)
                        .withMessage(
                                "this thread is attached to Python, and Gate cannot go on while it waits: wait within"
                                        + " py.detach(() -> …)");
                touch("gate");
                assertThat(py.detach(reader::next)).isTrue();
                return true;
            });
            assertThat(reader.next()).isFalse();
        }
    }

    @Test
    void nextOnAnAttachedThreadTakesWhatIsThere() throws Exception {
        try (BatchReader reader = read("Gate", Map.of("gate", touch("gate")))) {
            reader.ready().get(30, TimeUnit.SECONDS);

            assertThat(runtime.<Boolean, RuntimeException>attach(py -> reader.next()))
                    .isTrue();
        }
    }

    @Test
    void closingOnAnAttachedThreadStopsTheSourceWithoutAnException() throws Exception {
        String log = file("log");
        BatchReader reader = read("Endless", Map.of("log", log));
        reader.next();
        runtime.attach(py -> {
            reader.close();
            return true;
        });

        assertThat(Files.readAllLines(Path.of(log))).contains("finally");
        assertThat(executor.health().abandonedReads()).isZero();
    }

    @Test
    void closingTheExecutorOnAnAttachedThreadLetsSourcesEndByThemselves() throws Exception {
        String log = file("log");
        BatchReader reader = read("SlowEnd", Map.of("log", log));
        reader.next();
        runtime.attach(py -> {
            executor.close();
            return true;
        });
        reader.close();

        assertThat(Files.readString(Path.of(log))).isEqualTo("ended by GeneratorExit");
    }

    @Test
    void aSlowConsumerDoesNotHoldUpPython() throws Exception {
        String log = file("log");
        try (BatchReader reader = read("Endless", Map.of("log", log))) {
            reader.next();
            awaitLines(log, 2); // one more fills the queue
            for (int i = 0; i < 20; i++) {
                long sum = runtime.submit(py -> py.eval("sum(range(1000))").toLong())
                        .get(30, TimeUnit.SECONDS);
                assertThat(sum).isEqualTo(499_500);
                Thread.sleep(5); // until the source waits for room, most likely
            }
        }
    }

    @Test
    void whatDependsOnReadyNeverRunsOnAThreadOfPythons() throws Exception {
        for (int i = 0; i < 20; i++) {
            String gate = "gate" + i;
            try (BatchReader reader = read("Gate", Map.of("gate", file(gate)))) {
                CompletableFuture<String> dependent = reader.ready()
                        .thenApply(_ -> Thread.currentThread().getName() + " " + PythonRuntime.isAttached());
                touch(gate);

                assertThat(dependent.get(30, TimeUnit.SECONDS))
                        .doesNotContain("sail-python")
                        .endsWith(" false");
            }
        }
    }

    @Test
    void whatDependsOnReadyMayReadOnAndWait() throws Exception {
        try (BatchReader reader = read("Gate", Map.of("gate", file("gate")))) {
            CompletableFuture<Boolean> dependent = reader.ready().thenApply(_ -> reader.next() && !reader.next());
            touch("gate");

            assertThat(dependent.get(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void anExceptionForAReadThatHasJustEndedDoesNotHitTheNextTask() throws Exception {
        String log = file("log");
        BatchReader reader = read("LateReturn", Map.of("log", log));
        reader.next();
        awaitLines(log, 1);
        reader.close(); // it runs out of patience, and the source ends before it can be interrupted

        runtime.submit(py -> py.eval("1 + 1").toLong()).join(); // the source's thread has given up the GIL
        Thread.sleep(100); // so that this thread and the one that interrupts it are idle again, most likely

        // Several at once, so that those two threads have a task each.
        int tasks = 6;
        CountDownLatch all = new CountDownLatch(tasks);
        List<CompletableFuture<Long>> sums = new ArrayList<>();
        for (int i = 0; i < tasks; i++) {
            sums.add(runtime.submitLong(py -> {
                all.countDown();
                py.detach(() -> all.await(30, TimeUnit.SECONDS));
                py.importModule("sys").callMethod("setswitchinterval", 0.005);
                return py.eval("sum([n for n in range(1000) if n >= 0])").toLong();
            }));
        }

        for (CompletableFuture<Long> sum : sums) {
            assertThat(sum.get(30, TimeUnit.SECONDS)).isEqualTo(499_500);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"queue", "file"})
    @ExtendWith(Pyarrow.class)
    void aStreamMayWaitForOtherThreadsOfPython(String how) {
        long rows = 0;
        try (BatchReader reader = read("Streams", Map.of("how", how))) {
            while (reader.next()) {
                try (BatchView view = reader.batch().read()) {
                    rows += LongStream.range(0, view.rowCount())
                            .filter(row -> view.column(0).toJava(row) != null)
                            .count();
                }
            }
        }

        assertThat(rows).isEqualTo(how.equals("queue") ? 20 : 8000);
    }

    /** Of one row the timer gives a batch away; of three, the last is stolen from a chunk of two. */
    @ParameterizedTest
    @CsvSource({"1, sail-linger", "3, sail-python"})
    void rowsThatAnotherThreadLosesByAnErrorDoNotLookLikeTheEnd(int before, String thread) throws Exception {
        String name = SOURCES + ":GatedRows";
        Map<String, String> options = Map.of("gate", file("gate"), "before", String.valueOf(before));
        var receiver = new Losing(thread, () -> touch("gate"));
        try (SourceRunner runner = executor.sources();
                SourceSession session = runner.open(new SourceRequest(name, options, List.of(), null));
                PlannedScan scan = session.plan(ScanRequest.EVERYTHING)) {
            PartitionPlan partition = scan.plan().partitions().getFirst();

            RunningTask read = scan.read(partition, new ReadTask(0, Long.MAX_VALUE, 8192), receiver);

            assertThat(receiver.end.get(30, TimeUnit.SECONDS))
                    .isEqualTo("the read of GatedRows failed: java.lang.OutOfMemoryError: of the test");
            read.close();
        }
    }

    /** Throws instead of taking a batch from a thread that does not read, if its name begins so. */
    private static final class Losing implements BatchReceiver {
        private final String thread;
        private final Runnable lost;
        private final CompletableFuture<String> end = new CompletableFuture<>();
        private volatile @Nullable Thread reading;

        Losing(String thread, Runnable lost) {
            this.thread = thread;
            this.lost = lost;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void awaitRoom() {}

        @Override
        public boolean isWanted() {
            reading = Thread.currentThread();
            return true;
        }

        @Override
        public void give(ArrowBatch batch) {
            batch.close();
            Thread giver = Thread.currentThread();
            if (giver != reading && giver.getName().startsWith(thread)) {
                lost.run();
                throw new OutOfMemoryError("of the test");
            }
        }

        @Override
        public void finish(Map<String, SourceMetric> metrics) {
            end.complete("the end");
        }

        @Override
        public void fail(SailException error) {
            end.complete(String.valueOf(error.getMessage()));
        }
    }

    /** Begins to read the only partition of a source, which stays open. */
    private BatchReader read(String className, Map<String, String> options) {
        String module = className.equals("Endless") ? "sail_testkit.sources" : SOURCES.toString();
        DataSource source =
                sources.named(module + ":" + className).options(options).open();
        Scan scan = source.scan().plan();
        return scan.read(scan.partitions().get(0));
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String touch(String name) {
        try {
            return Files.writeString(folder.resolve(name), "").toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitLines(String log, int number) throws Exception {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!Files.exists(Path.of(log)) || Files.readAllLines(Path.of(log)).size() < number) {
            assertThat(System.nanoTime()).as("in bounded time").isLessThan(deadline);
            Thread.sleep(1);
        }
    }
}
