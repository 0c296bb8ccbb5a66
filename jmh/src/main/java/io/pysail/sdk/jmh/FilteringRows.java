package io.pysail.sdk.jmh;

import static io.pysail.sdk.filter.Column.col;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.LongColumn;
import io.pysail.sdk.cdata.SmallBytesColumn;
import io.pysail.sdk.filter.BatchFilter;
import io.pysail.sdk.filter.Selection;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Random;
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
 * What does it cost to find the rows of a batch for which a predicate is true, compared with a loop that somebody wrote
 * for just this predicate?
 *
 * <p>The baselines read the same memory and write the positions of the rows that they find into an array, as a filter does.
 * There are several batches, since a processor soon foresees every branch of a single one.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class FilteringRows {
    private static final int ROWS = 1 << 16;
    private static final int BATCHES = 16;

    /** How many of a hundred rows have a small id. */
    @Param({"1", "50", "99"})
    public int percent;

    private final int[] found = new int[ROWS];
    private final ArrowBatch[] batches = new ArrowBatch[BATCHES];
    private int turn;
    private BatchFilter small;
    private BatchFilter smallAndNamed;
    private BatchFilter many;

    /** For JMH. */
    @SuppressWarnings("NullAway.Init") // set before each trial
    public FilteringRows() {}

    /** Makes the rows: ids from 0 to 99 at random, and names of which every other one begins with n. */
    @Setup(Level.Trial)
    public void build() {
        ArrowSchema schema = ArrowSchema.of(
                ArrowField.nullable("id", new ArrowType.Int(64, true)),
                ArrowField.nullable("name", new ArrowType.Text(ArrowType.Storage.REGULAR)));
        Random random = new Random(1);
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = rows(schema, random);
        }
        small = BatchFilter.of(col("id").lt(percent), schema);
        smallAndNamed = BatchFilter.of(col("id").lt(percent).and(col("name").like("n%")), schema);
        many = BatchFilter.of(col("id").in((Object[]) someIds(percent)), schema);
    }

    private static ArrowBatch rows(ArrowSchema schema, Random random) {
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < ROWS; i++) {
                builder.column(0, LongBuilder.class).append(random.nextInt(100));
                builder.column(1, BytesBuilder.class).append((random.nextBoolean() ? "name-" : "other-") + i);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    private ArrowBatch batch() {
        return batches[turn++ & (BATCHES - 1)];
    }

    private static Integer[] someIds(int count) {
        Integer[] ids = new Integer[count];
        Arrays.setAll(ids, i -> i);
        return ids;
    }

    /** Frees the rows. */
    @TearDown(Level.Trial)
    public void close() {
        for (ArrowBatch batch : batches) {
            batch.close();
        }
    }

    /** The baseline: {@code id < c}. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int baselineOfSmallIds() {
        try (BatchView view = batch().read()) {
            MemorySegment ids = view.column(0).as(LongColumn.class).values();
            int[] rows = found;
            int count = 0;
            for (int row = 0; row < ROWS; row++) {
                rows[count] = row;
                count += ids.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, row) < percent ? 1 : 0;
            }
            return count;
        }
    }

    /** {@code id < c}, evaluated. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Selection smallIds() {
        try (BatchView view = batch().read()) {
            return small.select(view);
        }
    }

    /** The baseline: {@code id < c AND name LIKE 'n%'}. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public int baselineOfSmallIdsWithNames() {
        try (BatchView view = batch().read()) {
            MemorySegment ids = view.column(0).as(LongColumn.class).values();
            SmallBytesColumn names = view.column(1).as(SmallBytesColumn.class);
            MemorySegment offsets = names.offsets();
            MemorySegment data = names.data();
            int[] rows = found;
            int count = 0;
            for (int row = 0; row < ROWS; row++) {
                if (ids.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, row) < percent) {
                    int from = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row);
                    int to = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row + 1);
                    if (from < to && data.get(ValueLayout.JAVA_BYTE, from) == 'n') {
                        rows[count++] = row;
                    }
                }
            }
            return count;
        }
    }

    /** {@code id < c AND name LIKE 'n%'}, evaluated. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Selection smallIdsWithNames() {
        try (BatchView view = batch().read()) {
            return smallAndNamed.select(view);
        }
    }

    /** {@code id IN (…)} with as many values. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public Selection oneOfManyIds() {
        try (BatchView view = batch().read()) {
            return many.select(view);
        }
    }

    /** Finds the rows and copies them. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public long rowsWithSmallIds() {
        try (ArrowBatch left = small.apply(batch())) {
            return left.rowCount();
        }
    }
}
