package io.pysail.sdk.cli.arrow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.UsageException;
import io.pysail.sdk.arrow.Batches;
import io.pysail.sdk.arrow.ipc.IpcReader;
import io.pysail.sdk.cdata.ArrayLayout;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cli.output.BatchSink;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the sinks make of batches. */
class IpcSinkTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final WritableByteChannel out = Channels.newChannel(written);
    private final IpcSinks sinks = new IpcSinks();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    @Test
    void batchesAreWrittenAsAStreamOrAsAFile() throws IOException {
        for (BatchSink sink : List.of(sinks.stream(out), sinks.file(out))) {
            written.reset();
            try (ArrowBatch batch = longs(1, 2);
                    ArrowBatch another = longs(3)) {
                sink.begin(batch.schema());
                sink.write(batch);
                sink.write(another);
                sink.finish();
            }

            assertThat(rows()).containsExactly("1", "2", "3");
        }
        assertThat(written.toString(ISO_8859_1)).startsWith("ARROW1\0\0").endsWith("ARROW1");
    }

    @Test
    void aBatchIsInNobodysBufferWhenItIsWritten() throws IOException {
        BatchSink sink = sinks.stream(out);
        try (ArrowBatch batch = longs(1, 2)) {
            sink.begin(batch.schema());
            sink.write(batch);
        }

        assertThat(rows()).containsExactly("1", "2");
    }

    @Test
    void withoutBatchesThereIsTheSchemaAllTheSame() throws IOException {
        BatchSink sink = sinks.file(out);
        sink.begin(ArrowSchema.of(ArrowField.nullable("n", new ArrowType.Int(64, true))));
        sink.finish();

        try (ArrowReader reader = reader()) {
            assertThat(reader.getVectorSchemaRoot().getSchema().toString()).contains("n: Int(64, true)");
            assertThat(reader.loadNextBatch()).isFalse();
        }
    }

    @Test
    void aDictionaryThatChangesIsReplacedInAStreamAndRefusedInAFile() throws IOException {
        try (ArrowBatch one = coded(10, 20);
                ArrowBatch same = coded(10, 20);
                ArrowBatch other = coded(10, 30)) {
            BatchSink stream = sinks.stream(out);
            stream.begin(one.schema());
            for (ArrowBatch each : List.of(one, same, other)) {
                stream.write(each);
            }
            stream.finish();
            List<Object> values = new ArrayList<>();
            try (ArrowReader reader = reader()) {
                while (reader.loadNextBatch()) {
                    values.add(reader.lookup(0).getVector().getObject(1));
                }
            }
            BatchSink file = sinks.file(Channels.newChannel(new ByteArrayOutputStream()));
            file.begin(one.schema());
            file.write(one);
            file.write(same);

            assertThat(values).containsExactly(20L, 20L, 30L);
            assertThatThrownBy(() -> file.write(other))
                    .isInstanceOf(UsageException.class)
                    .hasMessage("--format arrow: the dictionary of column code is another one than in earlier batches,"
                            + " and an Arrow IPC file holds one for each column: write a stream instead, which can"
                            + " replace it (--output with a name that ends with .arrows, or standard output)");
        }
    }

    @Test
    void aColumnThatArrowJavaCannotHoldIsToldByName() {
        ArrowSchema schema = ArrowSchema.of(ArrowField.nullable("price", new ArrowType.Decimal(7, 2, 32)));
        ArrayLayout.Buffer none = new ArrayLayout.Buffer(0, 0);
        ArrayLayout prices = new ArrayLayout(0, 0, 0, List.of(none, none), List.of(), null);
        ArrayLayout rows = new ArrayLayout(0, 0, 0, List.of(none), List.of(prices), null);

        assertThatThrownBy(() -> {
                    BatchSink sink = sinks.stream(out);
                    try (ArrowBatch batch = ArrowBatch.over(schema, rows, () -> {})) {
                        sink.begin(schema);
                        sink.write(batch);
                    }
                })
                .isInstanceOf(UsageException.class)
                .hasMessageStartingWith("--format arrow: ")
                .hasMessageContaining("price")
                .hasMessageEndingWith("; leave it out with --select, or take another --format");
    }

    private ArrowBatch longs(long... values) {
        try (VectorSchemaRoot root = VectorSchemaRoot.of(vector("n", values))) {
            return Batches.over(root);
        }
    }

    /** A column of two codes, which stand for the values. */
    private ArrowBatch coded(long... values) {
        org.apache.arrow.vector.types.pojo.ArrowType.Int type =
                new org.apache.arrow.vector.types.pojo.ArrowType.Int(8, true);
        DictionaryEncoding encoding = new DictionaryEncoding(5, false, type);
        TinyIntVector codes = new TinyIntVector("code", new FieldType(true, type, encoding), allocator);
        codes.allocateNew(2);
        codes.set(0, 0);
        codes.set(1, 1);
        codes.setValueCount(2);
        try (MapDictionaryProvider dictionaries = new MapDictionaryProvider();
                VectorSchemaRoot root = VectorSchemaRoot.of(codes)) {
            dictionaries.put(new Dictionary(vector("values", values), encoding));
            return Batches.over(root, dictionaries);
        }
    }

    private BigIntVector vector(String name, long... values) {
        BigIntVector vector = new BigIntVector(name, allocator);
        vector.allocateNew(values.length);
        for (int i = 0; i < values.length; i++) {
            vector.set(i, values[i]);
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private ArrowReader reader() {
        return IpcReader.stream(Channels.newChannel(new ByteArrayInputStream(written.toByteArray())), allocator);
    }

    private List<String> rows() throws IOException {
        List<String> rows = new ArrayList<>();
        try (ArrowReader reader = reader()) {
            while (reader.loadNextBatch()) {
                VectorSchemaRoot root = reader.getVectorSchemaRoot();
                for (int row = 0; row < root.getRowCount(); row++) {
                    rows.add(String.valueOf(root.getVector(0).getObject(row)));
                }
            }
        }
        return rows;
    }
}
