package io.pysail.sdk.arrow.ipc;

import static io.pysail.sdk.arrow.ipc.Columns.codes;
import static io.pysail.sdk.arrow.ipc.Columns.dictionary;
import static io.pysail.sdk.arrow.ipc.Columns.longs;
import static io.pysail.sdk.arrow.ipc.Columns.messageSchema;
import static io.pysail.sdk.arrow.ipc.Columns.root;
import static io.pysail.sdk.arrow.ipc.Columns.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writing roots that were made by hand; what is beneath the allocator's zero is checked after each test. */
class IpcWriterTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    @Test
    void theRootMayBeChangedAndClosedBetweenBatches() throws IOException {
        IpcWriter writer;
        try (VectorSchemaRoot root = root(longs(allocator, "n", 1, 2))) {
            writer = IpcWriter.stream(Channels.newChannel(written), root.getSchema());
            writer.write(root);
            ((BigIntVector) root.getVector(0)).set(0, 5);
            writer.write(root);
        }
        try (VectorSchemaRoot another = root(longs(allocator, "n", 7))) {
            writer.write(another);
        }
        writer.finish();

        assertThat(rows("n")).containsExactly("1", "2", "5", "2", "7");
    }

    @Test
    void aDictionaryIsWrittenOnceAsLongAsItsValuesAreTheSame() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (VarCharVector values = texts(allocator, "d", "a", null, "c");
                VarCharVector same = texts(allocator, "d", "x", null, "c");
                VectorSchemaRoot root = root(codes(allocator, "code", 3, 0, 2))) {
            provider.put(dictionary(3, values));
            IpcWriter writer = IpcWriter.file(Channels.newChannel(written), messageSchema(root, provider));
            writer.write(root, provider);
            long first = writer.bytesWritten();

            // The same texts once more, with other bytes where there is a null.
            same.setSafe(1, new byte[] {1, 2, 3});
            same.setSafe(0, new byte[] {'a'});
            same.setSafe(2, new byte[] {'c'});
            same.setValueCount(3);
            same.setNull(1);
            provider.put(dictionary(3, same));
            writer.write(root, provider);
            long second = writer.bytesWritten() - first;
            writer.write(root, provider);

            assertThat(writer.bytesWritten() - first - second).isEqualTo(second);
            writer.finish();
        }
        assertThat(rows("code")).containsExactly("0", "2", "0", "2", "0", "2");
    }

    @Test
    void aDictionaryThatLiesInMemoryAsBeforeIsNotLoadedToBeCompared() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", 10, 20);
                VectorSchemaRoot root = root(codes(allocator, "code", 0, 1))) {
            provider.put(dictionary(0, values));
            IpcWriter writer = IpcWriter.stream(Channels.newChannel(written), messageSchema(root, provider));
            writer.write(root, provider);

            allocator.setLimit(allocator.getAllocatedMemory());
            writer.write(root, provider);
            writer.finish();
            allocator.setLimit(Long.MAX_VALUE);
        }
        assertThat(rows("code")).containsExactly("1", "1");
    }

    @Test
    void aStreamReplacesADictionaryOfWhichTheOwnerChangedTheMemory() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", 10, 20);
                VectorSchemaRoot root = root(codes(allocator, "code", 0, 1))) {
            provider.put(dictionary(0, values));
            IpcWriter writer = IpcWriter.stream(Channels.newChannel(written), messageSchema(root, provider));
            writer.write(root, provider);
            values.set(1, 30);
            writer.write(root, provider);
            writer.finish();
        }

        List<Object> seen = new ArrayList<>();
        try (ArrowReader reader = reader()) {
            while (reader.loadNextBatch()) {
                seen.add(reader.lookup(0).getVector().getObject(1));
            }
        }
        assertThat(seen).containsExactly(20L, 30L);
    }

    @Test
    void aFileRefusesAnotherDictionaryAndCanBeGoneOnWith() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", 10, 20);
                VectorSchemaRoot root = root(codes(allocator, "code", 0, 1))) {
            provider.put(dictionary(0, values));
            IpcWriter writer = IpcWriter.file(Channels.newChannel(written), messageSchema(root, provider));
            writer.write(root, provider);
            values.set(1, 30);

            assertThatThrownBy(() -> writer.write(root, provider))
                    .isInstanceOfSatisfying(
                            DictionaryReplacedException.class,
                            e -> assertThat(e.column()).isEqualTo("code"));
            values.set(1, 20);
            writer.write(root, provider);
            writer.finish();
        }
        assertThat(rows("code")).containsExactly("1", "1");
    }

    @Test
    void aDictionaryThatIsNotGivenIsMissedByName() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", 10);
                VectorSchemaRoot root = root(codes(allocator, "code", 4, 0))) {
            provider.put(dictionary(4, values));
            IpcWriter writer = IpcWriter.stream(Channels.newChannel(written), messageSchema(root, provider));

            assertThatThrownBy(() -> writer.write(root))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("column code needs dictionary 4, which was not given: write(root, dictionaries) takes a"
                            + " provider that has it");
        }
    }

    @Test
    void aRootWithOtherColumnsIsRefusedAndNothingOfItIsWritten() throws IOException {
        try (VectorSchemaRoot root = root(longs(allocator, "n", 1));
                VectorSchemaRoot renamed = root(longs(allocator, "m", 1));
                VectorSchemaRoot retyped = root(texts(allocator, "n", "1"));
                VectorSchemaRoot wider = root(longs(allocator, "n", 1), longs(allocator, "m", 1))) {
            IpcWriter writer = IpcWriter.stream(Channels.newChannel(written), root.getSchema());
            long before = writer.bytesWritten();

            for (VectorSchemaRoot other : List.of(renamed, retyped, wider)) {
                assertThatThrownBy(() -> writer.write(other)).isInstanceOf(IllegalArgumentException.class);
            }
            assertThatThrownBy(() -> writer.write(renamed))
                    .hasMessage(
                            "column 0 is \"m: Int(64, true)\", and in the writer's schema it is \"n: Int(64, true)\"");
            assertThat(writer.bytesWritten()).isEqualTo(before);
            writer.write(root);
            writer.finish();
        }
        assertThat(rows("n")).containsExactly("1");
    }

    @Test
    void aChannelThatTakesFewBytesAtATimeGetsAllOfThem() throws IOException {
        ByteArrayOutputStream slowly = new ByteArrayOutputStream();
        try (VectorSchemaRoot root =
                root(longs(allocator, "n", new long[5_000]), longs(allocator, "m", new long[5_000]))) {
            for (WritableByteChannel out : List.of(Channels.newChannel(written), new ReluctantChannel(slowly, 7))) {
                IpcWriter writer = IpcWriter.file(out, root.getSchema());
                writer.write(root);
                writer.finish();
            }
        }

        assertThat(slowly.toByteArray()).isEqualTo(written.toByteArray());
    }

    @Test
    void aChannelThatFailsLeavesNothingAndTheWriterIsOfNoMoreUse() throws IOException {
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", new long[3_000]);
                VectorSchemaRoot root =
                        root(codes(allocator, "code", 0, new int[20_000]), longs(allocator, "n", new long[20_000]))) {
            provider.put(dictionary(0, values));
            for (int room = 2_000; room < 220_000; room += 20_000) {
                ByteArrayOutputStream beginning = new ByteArrayOutputStream();
                IpcWriter writer = IpcWriter.stream(new FullChannel(beginning, room), messageSchema(root, provider));

                if (room < 204_000) {
                    assertThatThrownBy(() -> writer.write(root, provider)).hasMessage("full");
                    assertThatThrownBy(() -> writer.write(root, provider))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the writer failed before");
                    assertThatThrownBy(writer::finish).isInstanceOf(IllegalStateException.class);
                } else {
                    writer.write(root, provider);
                }
            }
        }
        // that the buffers are released is checked when the allocator is closed
    }

    @Test
    void finishingTwiceDoesNothingAndAfterwardsNothingCanBeWritten() throws IOException {
        try (VectorSchemaRoot root = root(longs(allocator, "n", 1))) {
            IpcWriter writer = IpcWriter.file(Channels.newChannel(written), root.getSchema());
            writer.finish();
            int size = written.size();

            writer.finish();

            assertThat(written.size()).isEqualTo(size);
            assertThatThrownBy(() -> writer.write(root)).hasMessage("the writer is finished");
        }
        assertThat(rows("n")).isEmpty();
    }

    @Test
    void whatIsNotFinishedIsNoFile() throws IOException {
        try (VectorSchemaRoot root = root(longs(allocator, "n", 1))) {
            IpcWriter writer = IpcWriter.file(Channels.newChannel(written), root.getSchema());
            writer.write(root);
        }

        assertThatThrownBy(() -> rows("n"))
                .hasMessage("this is no Arrow IPC file: it does not end as one: it may not have been written to its"
                        + " end, or it is a stream");
    }

    @Test
    void moreThanTwoGibibytesInOneBufferAreWritten() throws IOException {
        int rows = 300_000_000; // of 8 bytes: memory that nobody touches
        CountingChannel counting = new CountingChannel();
        try (BigIntVector vector = new BigIntVector("n", allocator);
                ArrowBuf validity = allocator.buffer(rows / 8);
                ArrowBuf data = allocator.buffer(8L * rows)) {
            vector.loadFieldBuffers(new ArrowFieldNode(rows, 0), List.of(validity, data));
            try (VectorSchemaRoot root = new VectorSchemaRoot(List.<FieldVector>of(vector))) {
                IpcWriter writer = IpcWriter.stream(counting, root.getSchema());
                writer.write(root);
            }
        }

        assertThat(counting.count).isBetween(8L * rows + rows / 8, 8L * rows + rows / 8 + 1_000);
    }

    @Test
    void batchesAreInNobodysBufferWhenTheyAreWritten() throws IOException {
        try (VectorSchemaRoot root = root(longs(allocator, "n", 1))) {
            IpcWriter writer = IpcWriter.stream(Channels.newChannel(written), root.getSchema());
            assertThat(written.size()).isEqualTo((int) writer.bytesWritten());

            writer.write(root);

            assertThat(written.size()).isEqualTo((int) writer.bytesWritten());
        }
    }

    private ArrowReader reader() {
        return IpcReader.stream(Channels.newChannel(new ByteArrayInputStream(written.toByteArray())), allocator);
    }

    private List<String> rows(String column) throws IOException {
        List<String> rows = new ArrayList<>();
        try (ArrowReader reader = IpcReader.any(new MemoryChannel(written.toByteArray()), allocator)) {
            while (reader.loadNextBatch()) {
                FieldVector vector = reader.getVectorSchemaRoot().getVector(column);
                for (int row = 0; row < vector.getValueCount(); row++) {
                    rows.add(String.valueOf(vector.getObject(row)));
                }
            }
        }
        return rows;
    }

    /** Takes so many bytes at a time. */
    private record ReluctantChannel(ByteArrayOutputStream out, int atATime) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) {
            byte[] taken = new byte[Math.min(atATime, bytes.remaining())];
            bytes.get(taken);
            out.writeBytes(taken);
            return taken.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Has room for so many bytes. */
    private record FullChannel(ByteArrayOutputStream out, int room) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer bytes) throws IOException {
            byte[] taken = new byte[Math.min(room - out.size(), bytes.remaining())];
            if (taken.length == 0) {
                throw new IOException("full");
            }
            bytes.get(taken);
            out.writeBytes(taken);
            return taken.length;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** Does not look at what it gets. */
    private static final class CountingChannel implements WritableByteChannel {
        private long count;

        @Override
        public int write(ByteBuffer bytes) {
            int taken = bytes.remaining();
            count += taken;
            bytes.position(bytes.limit());
            return taken;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }
}
