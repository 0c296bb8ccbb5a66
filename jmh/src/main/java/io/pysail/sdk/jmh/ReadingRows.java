package io.pysail.sdk.jmh;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a row cost, by the type of its values and by how they come to Java?
 *
 * <p>The baseline is bare CPython that iterates over the same rows and drops them. {@code mixed} is the row of an int, a
 * float and a text by which sources are compared.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class ReadingRows {
    private static final int ROWS = 1_000_000;

    private static final String SOURCE = """
            import datetime, decimal, sys, types
            from pyspark.sql.datasource import DataSource, DataSourceReader

            day, moment = datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1)
            second, price = datetime.timedelta(seconds=1), decimal.Decimal("1.25")
            kinds = {
                "mixed": (
                    "id LONG, ratio DOUBLE, name STRING",
                    lambda n: ((i, i * 0.5, "name-%d" % (i & 1023)) for i in range(n)),
                ),
                "int": ("v LONG", lambda n: ((i,) for i in range(n))),
                "small": ("v INT", lambda n: ((i,) for i in range(n))),
                "float": ("v DOUBLE", lambda n: ((i * 0.5,) for i in range(n))),
                "boolean": ("v BOOLEAN", lambda n: ((i & 1 == 0,) for i in range(n))),
                "null": ("v LONG", lambda n: ((None,) for i in range(n))),
                "text": ("v STRING", lambda n: (("some text",) for i in range(n))),
                "unicode": ("v STRING", lambda n: (("\\u65e5\\u672c",) for i in range(n))),
                "bytes": ("v BINARY", lambda n: ((b"some bytes",) for i in range(n))),
                "date": ("v DATE", lambda n: ((day,) for i in range(n))),
                "timestamp": ("v TIMESTAMP_NTZ", lambda n: ((moment,) for i in range(n))),
                "interval": ("v INTERVAL DAY TO SECOND", lambda n: ((second,) for i in range(n))),
                "decimal": ("v DECIMAL(18,2)", lambda n: ((price,) for i in range(n))),
                "list": ("v ARRAY<LONG>", lambda n: (([i, i, i],) for i in range(n))),
                "struct": ("v STRUCT<a: LONG, b: STRING>", lambda n: (((i, "b"),) for i in range(n))),
                "map": ("v MAP<STRING, LONG>", lambda n: (({"a": i},) for i in range(n))),
            }

            class Rows(DataSource):
                def schema(self):
                    return kinds[self.options["kind"]][0]
                def reader(self, schema):
                    return Reader(self.options["kind"], int(self.options["rows"]))

            class Reader(DataSourceReader):
                def __init__(self, kind, rows):
                    self.kind, self.rows = kind, rows
                def read(self, partition):
                    return kinds[self.kind][1](self.rows)

            def iterate(kind, rows):
                for row in kinds[kind][1](rows):
                    pass

            module = sys.modules["bench_rows"] = types.ModuleType("bench_rows")
            module.__dict__.update(Rows=Rows, Reader=Reader)
            Rows.__module__ = Reader.__module__ = "bench_rows"
            """;

    /** What the rows are made of. */
    @Param({"mixed"})
    public String kind = "";

    /** How they come to Java. */
    @Param({"address", "marshal", "calls"})
    public String carrier = "";

    private final PythonEnvironment environment = PythonEnvironment.discover();
    private final PythonExecutor executor = PythonExecutors.open(environment);
    private final PythonRuntime runtime = PythonRuntime.start(environment);
    private final DataSources sources = DataSources.over(executor);
    private final PyRef module = runtime.submit(py ->
                    py.moduleFromSource("bench_rows_made", SOURCE, "<rows>").toRef())
            .join();

    private DataSource source;
    private Scan scan;

    /** For JMH. */
    @SuppressWarnings("NullAway.Init") // set before each trial
    public ReadingRows() {}

    /** Plans the read, and reports the Python that is measured, so that results name it. */
    @Setup(Level.Trial)
    public void plan() {
        System.out.println("# CPython " + runtime.installation().version());
        System.setProperty("io.pysail.sdk.cpython.rows", carrier);
        source = sources.named("bench_rows:Rows")
                .option("kind", kind)
                .option("rows", String.valueOf(ROWS))
                .open();
        scan = source.scan().plan();
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        source.close();
        module.close();
        sources.close();
        executor.close();
    }

    /** The baseline: the rows are made and dropped. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    module.bind(py).callMethod("iterate", kind, ROWS);
                    return null;
                })
                .join();
    }

    /** The same rows as Arrow batches, through the API. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
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
