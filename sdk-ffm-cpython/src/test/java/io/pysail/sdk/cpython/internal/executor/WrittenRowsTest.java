package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.rows.RowEncoder;
import io.pysail.sdk.testkit.Leaks;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether rows of batches of every Arrow type, and of random ones, reach Python as pyarrow sees them, and are read back as
 * the same.
 *
 * <p>What cannot be built from rows is not read back.
 */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, Leaks.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WrittenRowsTest {
    private static final int CHUNK = 4; // of cases of up to twenty rows
    private static final Path SOURCE =
            Path.of("src", "test", "python", "written_rows.py").toAbsolutePath();
    private static final Path CATALOGUE = Path.of("..", "sdk-cdata", "src", "test", "resources")
            .resolve("io/pysail/sdk/cdata")
            .toAbsolutePath()
            .normalize();

    private PythonExecutor executor;
    private DataSources sources;
    private PythonRuntime runtime;

    @SuppressWarnings("NullAway.Init") // set before all tests
    WrittenRowsTest() {}

    @BeforeAll
    void open() {
        executor = new InProcessExecutorProvider()
                .create(
                        PythonUnderTest.environment(),
                        ExecutorOptions.none().withSearchPath(List.of(Pyarrow.site(), CATALOGUE)));
        sources = DataSources.over(executor);
        runtime = PythonRuntime.start(PythonUnderTest.environment());
        source("no columns").open().close(); // loads the module
    }

    @AfterAll
    void close() {
        sources.close();
        executor.close();
    }

    @Test
    void everyValueReachesAWriterAndIsReadBackTheSame() {
        List<String> names = names();
        int readBack = 0;
        for (String name : names) {
            write(name);
            if (isReadable(name)) {
                assertThat(read(name)).as(name).isEqualTo(expected(name));
                readBack++;
            }
        }
        assertThat(names).hasSizeGreaterThan(600);
        assertThat(readBack).isGreaterThan(400);
    }

    /** Encodes a case, and has Python make and compare its rows. */
    private void write(String name) {
        runtime.<Boolean, RuntimeException>attach(py -> {
            PyObject written = module(py).callMethod("begin", name);
            PyObject capsules = written.attr("batch").callMethod("__arrow_c_array__");
            try (ArrowBatch batch = ArrowCapsules.of(runtime).takeBatch(capsules);
                    BatchView view = batch.read()) {
                RowEncoder encoder = RowEncoder.of(batch.schema());
                for (long row = 0; row < view.rowCount(); ) {
                    int count = (int) Math.min(CHUNK, view.rowCount() - row);
                    byte[] bytes = encoder.encode(view, row, count).toArray(ValueLayout.JAVA_BYTE);
                    row = written.callMethod("take", bytes, row).toLong();
                }
                written.callMethod("check").close();
            } catch (RuntimeException e) {
                throw new AssertionError(name + ": " + e.getMessage(), e);
            }
            return true;
        });
    }

    private List<List<String>> read(String name) {
        try (DataSource source = source(name).open()) {
            Scan scan = source.scan().plan();
            List<List<String>> columns = new ArrayList<>();
            scan.schema().fields().forEach(_ -> columns.add(new ArrayList<>()));
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    assertThat(reader.batch().schema()).isEqualTo(scan.schema());
                    try (BatchView view = reader.batch().read()) {
                        List<List<String>> values = ValueText.of(view);
                        for (int i = 0; i < columns.size(); i++) {
                            columns.get(i).addAll(values.get(i));
                        }
                    }
                }
            }
            return columns;
        }
    }

    private DataSourceSpec source(String name) {
        return sources.named(SOURCE + ":Back").options(Map.of("case", name));
    }

    private List<String> names() {
        return runtime.<List<String>, RuntimeException>attach(
                py -> texts(module(py).callMethod("names").toJava()));
    }

    private boolean isReadable(String name) {
        return runtime.<Boolean, RuntimeException>attach(
                py -> module(py).callMethod("readable", name).toBoolean());
    }

    private List<List<String>> expected(String name) {
        return runtime.<List<List<String>>, RuntimeException>attach(py -> {
            List<List<String>> columns = new ArrayList<>();
            for (Object column : (List<?>) Objects.requireNonNull(
                    module(py).callMethod("expected", name).toJava())) {
                columns.add(texts(column));
            }
            return columns;
        });
    }

    private static List<String> texts(@Nullable Object list) {
        return ((List<?>) Objects.requireNonNull(list))
                .stream().map(String::valueOf).toList();
    }

    /** The module of the source, as whoever loaded the file called it. */
    private static PyObject module(Python py) {
        return Objects.requireNonNull(py.eval(
                "[m for m in list(__import__('sys').modules.values()) if getattr(m, '__file__', None) == path][0]",
                Map.of("path", SOURCE.toString())));
    }
}
