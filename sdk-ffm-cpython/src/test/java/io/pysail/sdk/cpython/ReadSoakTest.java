package io.pysail.sdk.cpython;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.ContractSources;
import java.nio.file.Path;
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
    @Test
    void readsOfArraysLeaveNothing() throws Exception {
        assertFlat("sail_testkit.sources:Numbers", Soaking.times(1_000_000, 6_000));
    }

    @Test
    void readsOfStreamsLeaveNothing() throws Exception {
        assertFlat("sail_testkit.sources:Streams", Soaking.times(100_000, 3_000));
    }

    @Test
    void readsOfRowsLeaveNothing() throws Exception {
        assertFlat("sail_testkit.rows:Counted", Soaking.times(100_000, 3_000));
    }

    @Test
    void readsThatFailOrEndEarlyLeaveNothing() throws Exception {
        assertFlat("early", Soaking.times(100_000, 2_000));
    }

    @Test
    @ExtendWith(Pyarrow.class)
    void readsOfPyarrowsBatchesLeaveNothing() throws Exception {
        String source = Path.of("src", "test", "python", "small_batches.py").toAbsolutePath() + ":SmallBatches";
        assertFlat(source, Soaking.times(100_000, 4_000));
    }

    private static void assertFlat(String source, int times) throws Exception {
        Soaking.assertFlat(
                source,
                times,
                Soak.class,
                CallerThreadTest.interpreter(),
                source,
                String.valueOf(times),
                PythonUnderTest.site().map(Path::toString).orElse(""));
    }

    /** Reads many times, and prints what remains in the middle and at the end. */
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
                    Soaking.printRemains(runtime);
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
    }
}
