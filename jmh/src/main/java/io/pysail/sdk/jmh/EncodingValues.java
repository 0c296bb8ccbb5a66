package io.pysail.sdk.jmh;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DecimalBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import io.pysail.sdk.cpython.PyRef;
import io.pysail.sdk.cpython.PythonRuntime;
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
 * What does it cost to encode a value for a writer of rows, by the group of types that it belongs to?
 *
 * <p>The baseline is CPython that marshals the same values from its own objects: {@code encoding} writes the bytes that it
 * writes, from the columns of a batch. The values of a list and of a struct are two integers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "--enable-native-access=ALL-UNNAMED")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 4, time = 1)
public class EncodingValues {
    private static final int VALUES = 8192;
    private static final int VALUES_AT_ONCE = 512;

    private static final String MODULE = """
            import marshal

            chunks = []

            def keep(data):
                chunks.append(marshal.loads(data))

            def dump():
                for chunk in chunks:
                    marshal.dumps(chunk, 2)
            """;

    /** Types whose values are encoded alike. */
    public enum Group {
        /** As one byte. */
        BOOLEANS,
        /** Of 32 bits: what dates, times and months are, too. */
        INTEGERS,
        /** In digits: what timestamps and durations are, too. */
        WIDE_INTEGERS,
        /** Of 64 bits. */
        FLOATS,
        /** Of 128 bits. */
        DECIMALS,
        /** Of ASCII. */
        TEXT,
        /** With one letter beyond ASCII. */
        TEXT_BEYOND_ASCII,
        /** Of two integers. */
        LISTS,
        /** Of two integers. */
        STRUCTS;

        private ArrowType type() {
            ArrowField item = ArrowField.nullable("item", new ArrowType.Int(Long.SIZE, true));
            return switch (this) {
                case BOOLEANS -> new ArrowType.Bool();
                case INTEGERS, WIDE_INTEGERS -> item.type();
                case FLOATS -> new ArrowType.Floating(Double.SIZE);
                case DECIMALS -> new ArrowType.Decimal(38, 2, 2 * Long.SIZE);
                case TEXT, TEXT_BEYOND_ASCII -> new ArrowType.Text(ArrowType.Storage.REGULAR);
                case LISTS -> new ArrowType.ListOf(item, ArrowType.Storage.REGULAR);
                case STRUCTS -> new ArrowType.Struct(List.of(item, item));
            };
        }

        private void append(ColumnBuilder column, int i) {
            switch (this) {
                case BOOLEANS -> ((BooleanBuilder) column).append(i % 2 == 0);
                case INTEGERS -> ((LongBuilder) column).append(i);
                case WIDE_INTEGERS -> ((LongBuilder) column).append((1L << 50) + i);
                case FLOATS -> ((DoubleBuilder) column).append(i * 0.5);
                case DECIMALS -> ((DecimalBuilder) column).append(i, i);
                case TEXT -> ((BytesBuilder) column).append("name-" + i);
                case TEXT_BEYOND_ASCII -> ((BytesBuilder) column).append("näme-" + i);
                case LISTS -> {
                    ListBuilder list = (ListBuilder) column;
                    ((LongBuilder) list.items()).append(i);
                    ((LongBuilder) list.items()).append(i);
                    list.append();
                }
                case STRUCTS -> {
                    StructBuilder struct = (StructBuilder) column;
                    ((LongBuilder) struct.child(0)).append(i);
                    ((LongBuilder) struct.child(1)).append(i);
                    struct.append();
                }
            }
        }
    }

    /** What the values are. */
    @Param
    public Group group = Group.INTEGERS;

    private final PythonRuntime runtime = PythonRuntime.start(PythonEnvironment.discover());
    private final PyRef module = runtime.submit(py ->
                    py.moduleFromSource("encoding_values", MODULE, "<values>").toRef())
            .join();
    private ArrowBatch batch;
    private RowEncoder encoder;

    /** For JMH. */
    @SuppressWarnings("NullAway.Init") // set up when the group is known
    public EncodingValues() {}

    /** Makes the values, and reports the Python that is measured, so that results name it. */
    @Setup(Level.Trial)
    public void prepare() {
        System.out.println("# CPython " + runtime.installation().version());
        batch = batch();
        encoder = RowEncoder.of(batch.schema());
        forEachChunk(encoded -> keep(encoded.toArray(ValueLayout.JAVA_BYTE)));
    }

    private void keep(byte[] encoded) {
        runtime.submit(py -> {
                    module.bind(py).callMethod("keep", encoded).close();
                    return null;
                })
                .join();
    }

    private ArrowBatch batch() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("value", group.type()));
        try (BatchBuilder builder = BatchBuilder.of(schema)) {
            for (int i = 0; i < VALUES; i++) {
                group.append(builder.column(0, ColumnBuilder.class), i);
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        batch.close();
        module.close();
    }

    /** The baseline: CPython's own. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public void baselineWithinPython() {
        runtime.submit(py -> {
                    module.bind(py).callMethod("dump").close();
                    return null;
                })
                .join();
    }

    /** Java's. */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long encoding() {
        long[] bytes = {0};
        forEachChunk(encoded -> bytes[0] += encoded.byteSize());
        return bytes[0];
    }

    private void forEachChunk(Consumer<MemorySegment> action) {
        try (BatchView view = batch.read()) {
            for (int row = 0; row < VALUES; row += VALUES_AT_ONCE) {
                action.accept(encoder.encode(view, row, VALUES_AT_ONCE));
            }
        }
    }
}
