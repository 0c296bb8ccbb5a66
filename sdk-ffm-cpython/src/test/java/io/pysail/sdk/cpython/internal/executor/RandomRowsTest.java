package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.Leaks;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether random rows of random schemas become what pyarrow makes of the same rows, by each carrier.
 *
 * <p>Each version of CPython has schemas of its own: together they are more than a thousand. Others are had with
 * {@code -Dsail.test.seed=…}, which a failure prints, and {@code -Dsail.test.schemas=…} says how many.
 */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, Leaks.class})
class RandomRowsTest {
    private static final Path SOURCE =
            Path.of("src", "test", "python", "random_rows.py").toAbsolutePath();
    private static final String SEED = System.getProperty("sail.test.seed", "1-" + PythonUnderTest.version());
    private static final int SCHEMAS = Integer.getInteger("sail.test.schemas", 200);
    private static final List<String> CARRIERS = List.of("address", "marshal", "calls");

    @Test
    void rowsBecomeWhatPyarrowMakesOfThem(PythonRuntime runtime) {
        System.out.println("random rows: -Dsail.test.seed=" + SEED + " -Dsail.test.schemas=" + SCHEMAS);
        long rows = 0;
        try (PythonExecutor executor = new InProcessExecutorProvider()
                        .create(
                                PythonUnderTest.environment(),
                                ExecutorOptions.none().withSearchPath(List.of(Pyarrow.site())));
                DataSources sources = DataSources.over(executor)) {
            for (int number = 0; number < SCHEMAS; number++) {
                for (String carrier : CARRIERS) {
                    rows += read(sources, runtime, String.valueOf(number), carrier);
                }
            }
        } finally {
            System.clearProperty(RowCarriers.PROPERTY);
        }
        System.out.println("random rows: " + rows + " were read");
        assertThat(rows).isGreaterThan(50L * SCHEMAS * CARRIERS.size());
    }

    /** Reads a case, and gives each batch to pyarrow, which compares. */
    private static long read(DataSources sources, PythonRuntime runtime, String number, String carrier) {
        System.setProperty(RowCarriers.PROPERTY, carrier);
        String which = "seed " + SEED + ", number " + number + ", by " + carrier;
        long rows = 0;
        try (DataSource source = sources.named(SOURCE + ":RandomRows")
                .options(Map.of("seed", SEED, "number", number))
                .open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    rows += reader.batch().rowCount();
                    give(runtime, reader);
                }
            }
        } catch (DataSourceException e) {
            throw new AssertionError(which + ": " + e.getMessage(), e);
        }
        assertThat(difference(runtime, number)).as(which).isNull();
        return rows;
    }

    private static void give(PythonRuntime runtime, BatchReader reader) {
        runtime.<Boolean, RuntimeException>attach(py -> {
            try (PyObject given = ArrowCapsules.of(runtime).give(py, reader.batch())) {
                module(py).callMethod("take", given).close();
            }
            return true;
        });
    }

    private static @Nullable String difference(PythonRuntime runtime, String number) {
        return runtime.<@Nullable Object, RuntimeException>attach(py -> module(py)
                                .callMethod("difference", SEED, number)
                                .toJava())
                        instanceof String text
                ? text
                : null;
    }

    /** The module of the source, as whoever loaded the file called it. */
    private static PyObject module(Python py) {
        return Objects.requireNonNull(py.eval(
                "[m for m in list(__import__('sys').modules.values()) if getattr(m, '__file__', None) == path][0]",
                Map.of("path", SOURCE.toString())));
    }
}
