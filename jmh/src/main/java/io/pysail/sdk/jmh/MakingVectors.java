package io.pysail.sdk.jmh;

import io.pysail.sdk.arrow.BatchArrowReader;
import io.pysail.sdk.arrow.Vectors;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowExporter;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowStream;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchSource;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.Releaser;
import io.pysail.sdk.cdata.StreamStruct;
import io.pysail.sdk.cdata.UpcallGuard;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does it cost to have a batch as vectors of Arrow Java, beyond its import?
 *
 * <p>One invocation takes a stream of the C Data Interface whose batches of ten columns hold a gigabyte together; half of
 * the columns have nulls. The baseline imports each batch and closes it. Beside it is Arrow Java's own import of the same
 * stream, by JNI.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 3,
        jvmArgs = {
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "--add-opens=java.base/java.nio=ALL-UNNAMED"
        })
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class MakingVectors {
    private static final int BATCHES = 200;
    private static final int ROWS = 65_536;
    private static final int COLUMNS = 10;

    private final ArrowExporter exporter = ArrowExporter.with(UpcallGuard.NONE);
    private final ArrowImporter importer = ArrowImporter.with(Releaser.AT_ONCE);
    private final MemorySegment memory = Arena.global().allocate(StreamStruct.SIZE, Long.BYTES);
    private final StreamStruct stream = StreamStruct.at(memory.address());
    private final BufferAllocator allocator = new RootAllocator();
    private final ArrowBatch batch = batch();

    /** Gives back what was made. */
    @TearDown(Level.Trial)
    public void close() {
        batch.close();
        allocator.close();
    }

    /** The baseline: the import alone. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long baselineImport() {
        long rows = 0;
        try (ArrowStream batches = exported()) {
            for (ArrowBatch next = batches.next(); next != null; next = batches.next()) {
                rows += next.rowCount();
                next.close();
            }
        }
        return rows;
    }

    /** Vectors of their own for each batch. */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long vectors() {
        long rows = 0;
        try (ArrowStream batches = exported()) {
            for (ArrowBatch next = batches.next(); next != null; next = batches.next()) {
                try (VectorSchemaRoot root = Vectors.over(next, allocator)) {
                    rows += root.getRowCount();
                }
                next.close();
            }
        }
        return rows;
    }

    /**
     * A reader, whose vectors are loaded again and again.
     *
     * @throws IOException never
     */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long reader() throws IOException {
        return rows(BatchArrowReader.over(exported(), allocator));
    }

    /**
     * Arrow Java's own reader of such streams.
     *
     * @throws IOException never
     */
    @Benchmark
    @OperationsPerInvocation(BATCHES)
    public long arrowsOwnReader() throws IOException {
        export();
        return rows(Data.importArrayStream(allocator, ArrowArrayStream.wrap(memory.address())));
    }

    private static long rows(ArrowReader batches) throws IOException {
        long rows = 0;
        try (batches) {
            VectorSchemaRoot root = batches.getVectorSchemaRoot();
            while (batches.loadNextBatch()) {
                rows += root.getRowCount();
            }
        }
        return rows;
    }

    private ArrowStream exported() {
        export();
        return importer.stream(stream);
    }

    private void export() {
        exporter.stream(new Repeated(batch), stream);
    }

    private static ArrowBatch batch() {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < COLUMNS; i++) {
            ArrowType type = i < 5
                    ? new ArrowType.Int(64, true)
                    : i < 8 ? new ArrowType.Floating(64) : new ArrowType.Text(Storage.REGULAR);
            fields.add(ArrowField.nullable("column" + i, type));
        }
        try (BatchBuilder builder = BatchBuilder.of(ArrowSchema.of(fields.toArray(ArrowField[]::new)))) {
            for (int row = 0; row < ROWS; row++) {
                for (int i = 0; i < COLUMNS; i++) {
                    if (i % 2 == 0 && row % 7 == 0) {
                        builder.column(i, ColumnBuilder.class).appendNull();
                    } else if (i < 5) {
                        builder.column(i, LongBuilder.class).append(row);
                    } else if (i < 8) {
                        builder.column(i, DoubleBuilder.class).append(row);
                    } else {
                        builder.column(i, BytesBuilder.class).append("text" + row % 1_000);
                    }
                }
                builder.endRow();
            }
            return builder.finish();
        }
    }

    /** One batch, many times. */
    private static final class Repeated implements BatchSource {
        private final ArrowBatch batch;
        private int left = BATCHES;

        Repeated(ArrowBatch batch) {
            this.batch = batch;
        }

        @Override
        public ArrowSchema schema() {
            return batch.schema();
        }

        @Override
        public @Nullable ArrowBatch next() {
            return left-- > 0 ? batch.retain() : null;
        }

        @Override
        public void close() {}
    }
}
