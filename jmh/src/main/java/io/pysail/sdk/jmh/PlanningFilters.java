package io.pysail.sdk.jmh;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.ScanBuilder;
import io.pysail.sdk.loader.PythonExecutors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What do fifty conditions add to the planning of a scan, read from text, offered to a source that takes them all?
 *
 * <p>The baseline plans without any.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 4, time = 1)
public class PlanningFilters {
    /** How many conditions. */
    @Param("50")
    int conditions;

    private final PythonExecutor executor = PythonExecutors.open(PythonEnvironment.discover());
    private final DataSources sources = DataSources.over(executor);

    /** Takes comparisons of numbers, and keeps its scans: so a new one for each iteration. */
    private DataSource source = opened();

    private String text = "";

    /** Opens the source, and writes the conditions. */
    @Setup(Level.Iteration)
    public void open() {
        source = opened();
        text = IntStream.range(0, conditions)
                .mapToObj(i -> "id < " + (1000 - i))
                .collect(Collectors.joining(" AND "));
    }

    /** Closes the source. */
    @TearDown(Level.Iteration)
    public void close() {
        source.close();
    }

    /** Closes the executor. */
    @TearDown(Level.Trial)
    public void closeExecutor() {
        sources.close();
        executor.close();
    }

    private DataSource opened() {
        return sources.named("range").option("end", "1000").open();
    }

    /** Without conditions. */
    @Benchmark
    public Scan baselineWithoutConditions() {
        return planned(source.scan());
    }

    /** With all of them. */
    @Benchmark
    public Scan withConditions() {
        return planned(source.scan().where(text));
    }

    private static Scan planned(ScanBuilder builder) {
        return builder.plan();
    }
}
