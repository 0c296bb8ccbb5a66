package io.pysail.sdk.jmh;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.loader.PythonExecutors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a worker process take to answer, and how long the next one after a crash?
 *
 * <p>The baseline is the same question to the interpreter of this process. Times are sampled: the median is what counts.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class AskingWorkers {
    private static final String SOURCE = """
            import os, time
            from pyspark.sql.datasource import DataSource, DataSourceReader

            class Row(DataSource):
                def schema(self):
                    return "v LONG"

                def reader(self, schema):
                    return Reader(self.options.get("crashes") == "true")

            class Reader(DataSourceReader):
                def __init__(self, crashes):
                    self.crashes = crashes

                def read(self, partition):
                    yield (1,)
                    if self.crashes:
                        time.sleep(0.2)  # The row is delivered meanwhile, so that nobody reads it again.
                        os.abort()
            """;

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final PythonExecutor here = PythonExecutors.open(environment, "in-process");
    private final PythonExecutor workers = PythonExecutors.open(environment, "subprocess");
    private final DataSources sources = DataSources.over(workers);

    private Path module;
    private DataSource row;
    private DataSource crash;
    private Scan scan;
    private Scan crashing;

    /** For JMH. */
    @SuppressWarnings("NullAway.Init") // set before each trial
    public AskingWorkers() {}

    /** Plans two reads of a row, after one of which the worker crashes. */
    @Setup(Level.Trial)
    public void open() throws IOException {
        module = Files.writeString(Files.createTempFile("asking", ".py"), SOURCE);
        row = sources.named(module + ":Row").open();
        crash = sources.named(module + ":Row").option("crashes", "true").open();
        scan = row.scan().plan();
        crashing = crash.scan().plan();
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() throws IOException {
        row.close();
        crash.close();
        sources.close();
        workers.close();
        here.close();
        Files.delete(module);
    }

    /** The baseline: a question to Python in this process. */
    @Benchmark
    public ExecutorHealth baselineInProcess() {
        return here.health();
    }

    /** The same to a worker: there and back. */
    @Benchmark
    public ExecutorHealth worker() {
        return workers.health();
    }

    /** A partition of one row, from its first call to its end. */
    @Benchmark
    public long partition() {
        return read(scan);
    }

    /** For those who come after a crash. */
    @State(Scope.Thread)
    public static class Crash {
        /** For JMH. */
        public Crash() {}

        /** Has a partition end a worker, and lets the next spare start, which takes longer than the partition. */
        @Setup(Level.Invocation)
        public void crash(AskingWorkers asking) {
            try {
                read(asking.crashing);
                throw new IllegalStateException("nothing crashed");
            } catch (DataSourceException e) {
                // As it should: the worker is gone.
            }
        }
    }

    /** The same partition, right after a crash. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public long partitionAfterCrash(Crash crash) {
        return read(scan);
    }

    private static long read(Scan scan) {
        long rows = 0;
        try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
            while (reader.next()) {
                rows += reader.batch().rowCount();
            }
        }
        return rows;
    }
}
