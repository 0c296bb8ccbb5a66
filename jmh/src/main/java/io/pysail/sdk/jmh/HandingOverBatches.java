package io.pysail.sdk.jmh;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.loader.PythonExecutors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to hand a record batch over from Python to Java?
 *
 * <p>The baseline is the bare hand-over by the C Data interface within CPython: pyarrow exports a batch of three columns
 * into the two C structs, imports it from there and drops it. Needs a Python with pyarrow and cffi.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandingOverBatches {
    private static final int BATCHES = 5_000;
    private static final int ROWS = 8_192;

    private static final String PREPARE = """
            import pyarrow
            from pyarrow.cffi import ffi

            array, schema = ffi.new("struct ArrowArray *"), ffi.new("struct ArrowSchema *")
            at = int(ffi.cast("uintptr_t", array)), int(ffi.cast("uintptr_t", schema))
            batch = pyarrow.record_batch(
                {
                    "id": pyarrow.array([7] * rows, pyarrow.int64()),
                    "ratio": pyarrow.array([0.5] * rows),
                    "name": pyarrow.array(["constant"] * rows),
                }
            )

            def hand_over(batches):
                export, take = batch._export_to_c, pyarrow.RecordBatch._import_from_c
                for _ in range(batches):
                    export(*at)
                    take(*at)

            def exported(batches):
                for _ in range(batches):
                    yield batch.__arrow_c_array__()

            def stream(batches):
                reader = pyarrow.RecordBatchReader.from_batches(batch.schema, [batch] * batches)
                return reader.__arrow_c_stream__()
            """.replace("* rows", "* " + ROWS);

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final PythonExecutor executor = PythonExecutors.open(environment);
    private final PythonRuntime runtime = PythonRuntime.start(environment);
    private final DataSources sources = DataSources.over(executor);
    private final DataSource constant = sources.named("constant")
            .option("rows", String.valueOf((long) BATCHES * ROWS))
            .open();
    private final Scan scan = constant.scan().plan();
    private final PyRef module = runtime.submit(py ->
                    py.moduleFromSource("hand_over", PREPARE, "<hand_over>").toRef())
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
        constant.close();
        sources.close();
        executor.close();
    }

    /** The baseline: out of pyarrow and into it again. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    module.bind(py).callMethod("hand_over", BATCHES);
                    return null;
                })
                .join();
    }

    /** Capsules taken over by the thread that runs Python, one after the other. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long capsules() {
        return runtime.submit(py -> {
                    ArrowCapsules capsules = ArrowCapsules.of(py.runtime());
                    long rows = 0;
                    try (PyObject batches = module.bind(py).callMethod("exported", BATCHES)) {
                        for (PyObject pair : batches.iterate()) {
                            try (ArrowBatch batch = capsules.takeBatch(pair)) {
                                rows += batch.rowCount();
                            }
                        }
                    }
                    return rows;
                })
                .join();
    }

    /** One stream, whose batches are taken without Python. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long stream() {
        return runtime.submit(py -> {
                    PyObject capsule = module.bind(py).callMethod("stream", BATCHES);
                    try (ArrowStream stream = ArrowCapsules.of(py.runtime()).takeStream(py, capsule)) {
                        return py.detach(() -> {
                            long rows = 0;
                            ArrowBatch batch;
                            while ((batch = stream.next()) != null) {
                                rows += batch.rowCount();
                                batch.close();
                            }
                            return rows;
                        });
                    }
                })
                .join();
    }

    /** A source read through the API, on two threads. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long read() {
        long rows = 0;
        try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
            while (reader.next()) {
                rows += reader.batch().rowCount();
            }
        }
        return rows;
    }
}
