package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.ContractSources;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether sources that are opened, planned, read and closed over and over leave anything behind: memory, references,
 * Java objects in Python, objects of Python's own. Some thousand times on one version, fewer on the others; a million
 * times, on that version, with {@code -Dsail.test.soak=true}.
 */
@ExtendWith({PythonUnderTest.class, OnFewerVersions.class})
@Timeout(7200)
class ReadSoakTest {
    private static final boolean IS_LONG = PythonUnderTest.version().equals("3.13");
    private static final boolean IN_FULL = Boolean.getBoolean("sail.test.soak") && IS_LONG;

    /**
     * What is compiled late: more than ten mebibytes in a short run on a busy machine. There it takes some kibibytes lost
     * by each read to be seen; in a run in full, fifty bytes. What is counted is exact in both.
     */
    private static final long SLACK_KIBIBYTES = 24 * 1024;

    @Test
    void readsOfArraysLeaveNothing() throws Exception {
        assertFlat("sail_testkit.sources:Numbers", times(1_000_000, 6_000));
    }

    @Test
    void readsOfStreamsLeaveNothing() throws Exception {
        assertFlat("sail_testkit.sources:Streams", times(100_000, 3_000));
    }

    @Test
    void readsOfRowsLeaveNothing() throws Exception {
        assertFlat("sail_testkit.rows:Counted", times(100_000, 3_000));
    }

    @Test
    void readsThatFailOrEndEarlyLeaveNothing() throws Exception {
        assertFlat("early", times(100_000, 2_000));
    }

    @Test
    @ExtendWith(Pyarrow.class)
    void readsOfPyarrowsBatchesLeaveNothing() throws Exception {
        String source = Path.of("src", "test", "python", "small_batches.py").toAbsolutePath() + ":SmallBatches";
        assertFlat(source, times(100_000, 4_000));
    }

    private static int times(int inFull, int otherwise) {
        return IN_FULL ? inFull : IS_LONG ? otherwise : otherwise / 4;
    }

    private static void assertFlat(String source, int times) throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                // A small heap, grown at once, so that what grows is native.
                .flag("-Xms64m")
                .flag("-Xmx64m")
                .flag("-XX:+AlwaysPreTouch")
                .flag("-XX:+UseSerialGC")
                .deadline(IN_FULL ? Duration.ofHours(1) : Duration.ofMinutes(5))
                .run(
                        Soak.class,
                        CallerThreadTest.interpreter(),
                        source,
                        String.valueOf(times),
                        PythonUnderTest.site().map(Path::toString).orElse(""));

        assertThat(outcome.status()).as(outcome.all()).isZero();
        List<long[]> halves = outcome.out()
                .lines()
                .map(line -> Arrays.stream(line.split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray())
                .toList();
        // The first part warms up: code is compiled, pools and caches are filled.
        long[] middle = halves.get(0);
        long[] end = halves.get(1);
        System.out.println("soak of " + source + ", " + times + " times: " + middle[0] + " KiB, then " + end[0]
                + " KiB; " + middle[1] + " objects of Python, then " + end[1]);
        assertThat(end[0] - middle[0]).as(outcome.all()).isLessThan(middle[0] / 50 + SLACK_KIBIBYTES);
        assertThat(end[1] - middle[1]).as("objects of Python").isLessThan(500);
    }

    /** Reads many times, and prints the resident size and how many objects Python has, in the middle and at the end. */
    static final class Soak {
        public static void main(String[] args) throws Exception {
            PythonEnvironment environment = PythonEnvironment.of(Path.of(args[0]));
            ExecutorOptions options = ExecutorOptions.none()
                    .withSources(List.of(new ContractSources()))
                    .withSearchPath(args[3].isEmpty() ? List.of() : List.of(Path.of(args[3])));
            int count = Integer.parseInt(args[2]);
            PythonRuntime runtime = PythonRuntime.start(environment);
            try (PythonExecutor executor = new InProcessExecutorProvider().create(environment, options);
                    DataSources sources = DataSources.over(executor)) {
                keepLess(runtime);
                for (int half = 0; half < 2; half++) {
                    for (int i = 0; i < count / 2; i++) {
                        if (args[1].equals("early")) {
                            endEarly(sources, i);
                        } else {
                            read(sources, args[1]);
                        }
                    }
                    awaitNothingOpen(runtime);
                    System.gc();
                    System.out.println(SoakTest.Soak.residentKibibytes() + " " + objects(runtime));
                }
            }
            runtime.exit(0);
        }

        /** The sources of the contract keep the last ten thousand of their structs: more than a short run makes. */
        private static void keepLess(PythonRuntime runtime) {
            runtime.submit(py -> {
                        py.importModule("sail_testkit.arrowdata")
                                .setAttr(
                                        "_forever",
                                        py.importModule("collections").callMethod("deque", List.of(), 300));
                        return true;
                    })
                    .join();
        }

        private static void read(DataSources sources, String name) {
            try (DataSource source = sources.named(name)
                    .options(Map.of("partitions", "1", "batches", "1", "rows", "3"))
                    .open()) {
                Scan scan = source.scan().plan();
                try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                    long rows = 0;
                    while (reader.next()) {
                        rows += reader.batch().rowCount();
                    }
                    if (rows == 0) {
                        throw new IllegalStateException("no rows");
                    }
                }
            }
        }

        private static void endEarly(DataSources sources, int i) {
            String name = i % 2 == 0 ? "sail_testkit.sources:Numbers" : "sail_testkit.sources:Fails";
            try (DataSource source = sources.named(name)
                    .options(Map.of("partitions", "1", "batches", "50", "rows", "3", "where", "later", "what", "chain"))
                    .open()) {
                Scan scan = source.scan().plan();
                try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                    reader.next();
                    if (i % 2 == 1) {
                        expectFailure(reader);
                    }
                }
            }
        }

        private static void expectFailure(BatchReader reader) {
            try {
                reader.next();
            } catch (DataSourceException e) {
                return;
            }
            throw new IllegalStateException("it did not fail");
        }

        /** Released by other threads, and so a little later. */
        private static void awaitNothingOpen(PythonRuntime runtime) throws InterruptedException {
            long deadline = System.nanoTime() + 20_000_000_000L;
            while (!OpenResources.count().equals(new OpenResources(0, 0, 0, 0, 0, 0))
                    || runtime.openReferences() != 0
                    || collected(runtime) != 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("open: " + OpenResources.count() + ", "
                            + runtime.openReferences() + " references, " + runtime.javaObjectsInPython()
                            + " Java objects in Python");
                }
                Thread.sleep(10);
            }
        }

        private static int collected(PythonRuntime runtime) {
            runtime.submit(py -> py.importModule("gc").callMethod("collect").toLong())
                    .join();
            return runtime.javaObjectsInPython();
        }

        private static long objects(PythonRuntime runtime) {
            return runtime.submit(py ->
                            py.importModule("gc").callMethod("get_objects").length())
                    .join();
        }
    }
}
