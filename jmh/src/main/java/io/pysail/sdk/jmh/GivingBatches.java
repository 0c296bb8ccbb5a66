package io.pysail.sdk.jmh;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.loader.PythonExecutors;
import java.util.List;
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
 * What does it cost to hand a record batch over from Java to a writer in Python?
 *
 * <p>The baseline is the bare hand-over by the C Data interface within CPython: pyarrow exports a batch of three columns
 * as capsules, and imports it from there. Needs a Python with pyarrow.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 3, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class GivingBatches {
    private static final int BATCHES = 5_000;
    private static final int ROWS = 8_192;

    private static final String MODULE = """
            import pyarrow

            take = pyarrow.record_batch

            class Exported:
                def __init__(self, batch):
                    self.__arrow_c_array__ = batch.__arrow_c_array__

            def hand_over(given, batches):
                exported = Exported(take(given))
                for _ in range(batches):
                    take(exported)
            """;

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final PythonExecutor executor = PythonExecutors.open(environment);
    private final PythonRuntime runtime = PythonRuntime.start(environment);
    private final DataSources sources = DataSources.over(executor);
    private final PyRef module = runtime.submit(py ->
                    py.moduleFromSource("giving_batches", MODULE, "<giving>").toRef())
            .join();
    private final ArrowBatch batch = batch();

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

    /** The baseline: out of pyarrow and into it again. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    PyObject given = ArrowCapsules.of(py.runtime()).give(py, batch);
                    module.bind(py).callMethod("hand_over", given, BATCHES).close();
                    return null;
                })
                .join();
    }

    /** Capsules given by the thread that runs Python, one after the other. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public void capsules() {
        runtime.submit(py -> {
                    ArrowCapsules capsules = ArrowCapsules.of(py.runtime());
                    PyObject bound = module.bind(py);
                    for (int i = 0; i < BATCHES; i++) {
                        try (PyObject given = capsules.give(py, batch)) {
                            bound.callMethod("take", given).close();
                        }
                    }
                    return null;
                })
                .join();
    }

    /** A write through the API, on two threads. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public void write() {
        try (WriteJob job = sources.named("counter").option("form", "arrow").write(batch.schema(), SaveMode.APPEND)) {
            CommitMessage message;
            try (TaskWriter task = job.task(0)) {
                for (int i = 0; i < BATCHES; i++) {
                    task.write(batch);
                }
                message = task.finish();
            }
            job.commit(List.of(message));
        }
    }

    private static ArrowBatch batch() {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("id", new ArrowType.Int(Long.SIZE, true)),
                ArrowField.nullable("ratio", new ArrowType.Floating(Double.SIZE)),
                ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < ROWS; i++) {
                builder.column(0, LongBuilder.class).append(7);
                builder.column(1, DoubleBuilder.class).append(0.5);
                builder.column(2, BytesBuilder.class).append("constant");
                builder.endRow();
            }
            return builder.finish();
        }
    }
}
