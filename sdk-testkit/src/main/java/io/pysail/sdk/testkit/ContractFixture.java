package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.catchThrowable;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the contract suites share: an executor for all tests of a class, sources for each, and rows as text.
 *
 * <p>Whoever tests an executor of his own overrides {@link #open}.
 *
 * @since 0.1
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(Leaks.class)
public abstract class ContractFixture {
    /** Where the sources of the contract are. */
    protected static final String MODULE = "sail_testkit.sources:";

    private PythonExecutor executor;
    private DataSources sources;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init") // set before each test
    protected ContractFixture() {}

    /**
     * Opens the executor under test.
     *
     * @param options what it is to be opened with, among that the sources of the contract
     * @return a new executor, which the suite closes
     */
    protected abstract PythonExecutor open(ExecutorOptions options);

    @BeforeAll
    void openExecutor() {
        executor = openAnother();
    }

    @AfterAll
    void closeExecutor() {
        executor.close();
    }

    @BeforeEach
    void openSources() {
        sources = DataSources.over(executor);
    }

    @AfterEach
    void closeSources() {
        sources.close();
    }

    /** The lines of a catalogue beside this class, one case each, without comments. */
    static Stream<String> cases(String catalogue) {
        try (InputStream lines = ContractFixture.class.getResourceAsStream(catalogue)) {
            if (lines == null) {
                throw new IllegalStateException(catalogue + " is missing");
            }
            return new String(lines.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One more executor of the same kind, which the test closes. */
    final PythonExecutor openAnother() {
        return open(ExecutorOptions.none().withSources(List.of(new ContractSources())));
    }

    final PythonExecutor executor() {
        return executor;
    }

    final DataSources sources() {
        return sources;
    }

    /** Opens a source of the contract by its class. */
    final DataSource source(String className, Map<String, String> options) {
        return sources.named(MODULE + className).options(options).open();
    }

    /** All rows of a source of the contract, partition after partition. */
    final List<String> rows(String className, Map<String, String> options) {
        try (DataSource source = source(className, options)) {
            return rows(source.scan().plan());
        }
    }

    static List<String> rows(Scan scan) {
        List<String> rows = new ArrayList<>();
        for (Partition partition : scan.partitions()) {
            rows.addAll(rows(scan, partition));
        }
        return rows;
    }

    static List<String> rows(Scan scan, Partition partition) {
        List<String> rows = new ArrayList<>();
        try (BatchReader reader = scan.read(partition)) {
            while (reader.next()) {
                rows.addAll(rows(reader.batch()));
            }
        }
        return rows;
    }

    static List<String> rows(ArrowBatch batch) {
        try (BatchView view = batch.read()) {
            List<String> rows = new ArrayList<>();
            for (long row = 0; row < view.rowCount(); row++) {
                rows.add(row(view, row));
            }
            return rows;
        }
    }

    private static String row(BatchView view, long row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < view.schema().fields().size(); i++) {
            Column column = view.column(i);
            values.add(String.valueOf(column.toJava(row)));
        }
        return String.join(" ", values);
    }

    /** What reading a source of the contract to its end throws. */
    final Throwable failure(String className, Map<String, String> options) {
        return catchThrowable(() -> rows(className, options));
    }
}
