package io.pysail.sdk.jmh;

import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.rows.RowEncoder;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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
 * What does a row cost that a writer gets, and how much of that is Java's?
 *
 * <p>The baseline is bare CPython that makes such rows of an int, a float and a text itself, and drops them. {@code
 * encoding} is what Java does for them, without Python; {@code loading} has Python read it, and {@code rows} make rows of
 * it. {@code objects} is the plain way: rows as Java values, converted by calls of the C API.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class EncodingRows {
    private static final int ROWS = 1_000_000;
    private static final int ROWS_PER_BATCH = 8192;

    private static final String MODULE = """
            import marshal
            from collections import deque
            from pysail.spark.datasource.schemabytes import schema_from_bytes
            from pysail.spark.datasource.written import RowMaker

            def make(n):
                deque(((i, i * 0.5, "name-%d" % (i & 1023)) for i in range(n)), 0)

            def maker(schema):
                return RowMaker("rows", schema_from_bytes(schema))

            def load(data):
                marshal.loads(data)

            def rows(maker, data):
                deque(maker.rows(data, 0), 0)
            """;

    /** How many rows are encoded at once. */
    @Param({"512"})
    public int chunk = 1;

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final PythonExecutor executor = PythonExecutors.open(environment);
    private final PythonRuntime runtime = PythonRuntime.start(environment);
    private final DataSources sources = DataSources.over(executor);
    private final PyRef module = runtime.submit(
                    py -> py.moduleFromSource("encoding_rows", MODULE, "<rows>").toRef())
            .join();
    private final ArrowBatch batch = batch();
    private final RowEncoder encoder = RowEncoder.of(batch.schema());

    /** Reports the Python that is measured, so that results name it. */
    @Setup(Level.Trial)
    public void name() {
        System.out.println("# CPython " + runtime.installation().version());
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        batch.close();
        module.close();
        sources.close();
        executor.close();
    }

    /** The baseline: Python makes the rows. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    module.bind(py).callMethod("make", ROWS).close();
                    return null;
                })
                .join();
    }

    /** The rows become bytes. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long encoding() {
        long[] bytes = {0};
        forEachChunk(encoded -> bytes[0] += encoded.byteSize());
        return bytes[0];
    }

    /** The bytes become lists of Python's values. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void loading() {
        runtime.submit(py -> {
                    PyObject bound = module.bind(py);
                    forEachChunk(
                            encoded -> bound.callMethod("load", bytes(encoded)).close());
                    return null;
                })
                .join();
    }

    /** The bytes become rows. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void rows() {
        runtime.submit(py -> {
                    PyObject bound = module.bind(py);
                    PyObject maker = bound.callMethod("maker", batch.schema().toBytes());
                    forEachChunk(encoded ->
                            bound.callMethod("rows", maker, bytes(encoded)).close());
                    return null;
                })
                .join();
    }

    /** Rows of Java's values become lists of Python's, value by value. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void objects() {
        List<Object> row = List.of(1L << 40, 0.5, "name-512");
        runtime.submit(py -> {
                    for (int i = 0; i < ROWS; i++) {
                        py.value(row).close();
                    }
                    return null;
                })
                .join();
    }

    private static byte[] bytes(MemorySegment encoded) {
        return encoded.toArray(ValueLayout.JAVA_BYTE);
    }

    private void forEachChunk(Consumer<MemorySegment> action) {
        for (long done = 0; done < ROWS; done += ROWS_PER_BATCH) {
            long rows = Math.min(ROWS_PER_BATCH, ROWS - done);
            try (BatchView view = batch.read()) {
                for (long row = 0; row < rows; row += chunk) {
                    action.accept(encoder.encode(view, row, (int) Math.min(chunk, rows - row)));
                }
            }
        }
    }

    private static ArrowBatch batch() {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("id", new ArrowType.Int(Long.SIZE, true)),
                ArrowField.nullable("ratio", new ArrowType.Floating(Double.SIZE)),
                ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < ROWS_PER_BATCH; i++) {
                builder.column(0, LongBuilder.class).append(i);
                builder.column(1, DoubleBuilder.class).append(i * 0.5);
                builder.column(2, BytesBuilder.class).append("name-" + (i & 1023));
                builder.endRow();
            }
            return builder.finish();
        }
    }
}
