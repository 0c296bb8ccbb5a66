package io.pysail.sdk.jmh;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.internal.rows.ChunkReader;
import io.pysail.sdk.cpython.internal.rows.ChunkReaders;
import io.pysail.sdk.spi.rows.RowBuilder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How many rows should be asked for at once?
 *
 * <p>The baseline is bare CPython that iterates over the same rows and drops them. The others take them in lists of so many,
 * and {@code columns} writes them into columns, on the same thread.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 4, time = 2)
public class TakingChunks {
    private static final int ROWS = 1_000_000;
    private static final int ROWS_PER_BATCH = 8192;

    private static final String ROWS_IN_PYTHON = """
            from itertools import islice

            def rows(n):
                return ((i, i * 0.5, "name-%d" % (i & 1023)) for i in range(n))

            def iterate(n):
                for row in rows(n):
                    pass

            def take(iterator, most):
                chunk = []
                chunk.extend(islice(iterator, most))
                return chunk
            """;

    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            ArrowField.nullable("id", new ArrowType.Int(Long.SIZE, true)),
            ArrowField.nullable("ratio", new ArrowType.Floating(Double.SIZE)),
            ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));

    /** How many rows a list has. */
    @Param({"8", "64", "256", "512", "1024", "8192"})
    public int chunk = 1;

    private final PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.discover());
    private final PyRef module = runtime.submit(py ->
                    py.moduleFromSource("chunks", ROWS_IN_PYTHON, "<chunks>").toRef())
            .join();

    /** Reports the Python that is measured, so that results name it. */
    @Setup(Level.Trial)
    public void name() {
        System.out.println("# CPython " + runtime.installation().version());
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        module.close();
    }

    /** The baseline: the rows are made and dropped. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    module.bind(py).callMethod("iterate", ROWS);
                    return null;
                })
                .join();
    }

    /** The rows come as lists, which are dropped. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long lists() {
        return runtime.submit(py -> {
                    PyObject bound = module.bind(py);
                    PyObject rows = bound.callMethod("rows", ROWS);
                    long taken = 0;
                    long before;
                    do {
                        before = taken;
                        try (PyObject list = bound.callMethod("take", rows, chunk)) {
                            taken += list.length();
                        }
                    } while (taken > before);
                    return taken;
                })
                .join();
    }

    /** The rows become Arrow batches, by address. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long columns() {
        return runtime.submit(this::columns).join();
    }

    private long columns(Python py) {
        PyObject bound = module.bind(py);
        PyObject rows = bound.callMethod("rows", ROWS);
        ChunkReader reader = ChunkReaders.byAddress(py).orElseThrow();
        long taken = 0;
        try (RowBuilder builder = RowBuilder.of(SCHEMA)) {
            long before;
            do {
                before = taken;
                try (PyObject list = bound.callMethod("take", rows, chunk)) {
                    reader.open(list, builder.columnCount());
                    for (int i = 0; i < builder.columnCount(); i++) {
                        reader.readColumn(i, builder.cells(i));
                    }
                    builder.endRows(reader.rowCount());
                    taken += reader.rowCount();
                }
                if (builder.rowCount() >= ROWS_PER_BATCH) {
                    builder.finish().close();
                }
            } while (taken > before);
        }
        return taken;
    }
}
