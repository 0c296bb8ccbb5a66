package io.pysail.sdk.subprocess;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;

/** An executor for tests of what goes wrong, after each of which nothing may be left. */
@ExtendWith(PythonUnderTest.class)
abstract class FaultFixture {
    static final String FILE = Path.of("src", "test", "python", "faults.py").toAbsolutePath() + ":";

    private Leaks before;
    PythonExecutor executor;
    DataSources sources;

    @SuppressWarnings("NullAway.Init") // set before each test
    FaultFixture() {}

    @BeforeEach
    void open() {
        before = Leaks.now();
        executor = open(Map.of());
        sources = DataSources.over(executor);
    }

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        sources.close();
        executor.close();
        before.assertNothingMore();
    }

    /** With pyarrow, where the build could have it. */
    static PythonExecutor open(Map<String, String> options) {
        ExecutorOptions all = ExecutorOptions.none().withValues(options);
        Path site = PythonUnderTest.site();
        return new SubprocessExecutorProvider()
                .create(
                        PythonUnderTest.environment(),
                        Files.isDirectory(site) ? all.withSearchPath(List.of(site)) : all);
    }

    DataSource source(String name, Map<String, String> options) {
        return source(sources, name, options);
    }

    static DataSource source(DataSources sources, String name, Map<String, String> options) {
        return sources.named(FILE + name).options(new HashMap<>(options)).open();
    }

    /** Workers are children of supervisors, which are children of this process. */
    static List<ProcessHandle> workers() {
        return ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("python"))
                .flatMap(ProcessHandle::children)
                .toList();
    }

    /** The rows that the sources that count have in a partition. */
    static List<String> counted(int partition, int rows) {
        return IntStream.range(0, rows).mapToObj(i -> partition + " " + i).toList();
    }

    static List<String> rows(Scan scan, int partition) {
        List<String> rows = new ArrayList<>();
        rowsInto(rows, scan, scan.partitions().get(partition));
        return rows;
    }

    static void rowsInto(List<String> rows, Scan scan, Partition partition) {
        try (BatchReader reader = scan.read(partition)) {
            while (reader.next()) {
                rowsInto(rows, reader.batch());
            }
        }
    }

    static void rowsInto(List<String> rows, ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            for (long row = 0; row < view.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int i = 0; i < view.schema().fields().size(); i++) {
                    values.add(String.valueOf(view.column(i).toJava(row)));
                }
                rows.add(String.join(" ", values));
            }
        }
    }
}
