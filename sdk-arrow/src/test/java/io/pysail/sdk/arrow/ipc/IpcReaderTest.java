package io.pysail.sdk.arrow.ipc;

import static io.pysail.sdk.arrow.ipc.Columns.codes;
import static io.pysail.sdk.arrow.ipc.Columns.dictionary;
import static io.pysail.sdk.arrow.ipc.Columns.longs;
import static io.pysail.sdk.arrow.ipc.Columns.messageSchema;
import static io.pysail.sdk.arrow.ipc.Columns.root;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.util.Arrays;
import java.util.Random;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.DictionaryProvider.MapDictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.InvalidArrowFileException;
import org.apache.arrow.vector.ipc.message.ArrowBlock;
import org.apache.arrow.vector.ipc.message.ArrowFooter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading what is whole, and what is not. */
class IpcReaderTest {
    private static final String EMPTY = "this is no Arrow IPC stream: it is empty";
    private static final String CUT =
            "this is no Arrow IPC stream: it ends within a message, or is something else altogether";

    private final BufferAllocator allocator = new RootAllocator();

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    @Test
    void aReaderIsMadeByHowTheFileBegins() throws IOException {
        for (boolean file : new boolean[] {false, true}) {
            MemoryChannel channel = new MemoryChannel(written(file));

            try (ArrowReader reader = IpcReader.any(channel, allocator)) {
                assertThat(rows(reader)).isEqualTo(6);
            }
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void theReaderKnowsHowMuchItHasRead() throws IOException {
        byte[] stream = written(false);
        try (ArrowReader reader = IpcReader.any(new MemoryChannel(stream), allocator)) {
            rows(reader);

            assertThat(reader.bytesRead()).isEqualTo(stream.length);
        }
    }

    @Test
    void aFileCutAnywhereIsRefusedAndNothingIsLeft() throws IOException {
        byte[] file = written(true);

        for (int length = 0; length < file.length; length++) {
            byte[] beginning = Arrays.copyOf(file, length);
            assertThatThrownBy(() -> {
                        try (ArrowReader reader = IpcReader.file(new MemoryChannel(beginning), allocator)) {
                            rows(reader);
                        }
                    })
                    .as("of %d bytes", length)
                    .isInstanceOf(InvalidArrowFileException.class)
                    .hasMessageStartingWith("this is no Arrow IPC file: ");
        }
    }

    @Test
    void aBlockThatLiesBeyondTheFileTakesNoMemory() throws IOException {
        byte[] file = written(true);
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int footer = bytes.getInt(file.length - 10);
        ArrowFooter found = new ArrowFooter(Footer.getRootAsFooter(bytes.slice(file.length - 10 - footer, footer)));
        ArrowBlock block = found.getRecordBatches().getFirst();
        for (int at = file.length - 10 - footer; at < file.length - 10; at += 4) {
            if (bytes.getLong(at) == block.getOffset() && bytes.getInt(at + 8) == block.getMetadataLength()) {
                bytes.putLong(at, Long.MAX_VALUE);
                bytes.putInt(at + 8, Integer.MAX_VALUE); // which would be the size of an array on the heap
            }
        }

        try (ArrowReader reader = IpcReader.file(new MemoryChannel(file), allocator)) {
            assertThatThrownBy(reader::loadNextBatch)
                    .isInstanceOf(InvalidArrowFileException.class)
                    .hasMessageStartingWith("this is no Arrow IPC file: it has no 2147483647 + ");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-8, 1L << 40})
    void aBufferThatCannotBeWithinItsBatchLeavesNothing(long size) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(written(false)).order(ByteOrder.LITTLE_ENDIAN);
        int at = bytes.capacity() - Long.BYTES;
        while (bytes.getLong(at) != 3 * Long.BYTES || bytes.getLong(at - Long.BYTES) <= 0) {
            at -= Integer.BYTES; // until it is the size of the last column's values, behind where they are
        }
        bytes.putLong(at, size);

        try (ArrowReader reader = IpcReader.stream(new MemoryChannel(bytes.array()), allocator)) {
            assertThatThrownBy(() -> rows(reader))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(" has " + size + " bytes from ");
        }
    }

    @Test
    void aStreamCutAnywhereIsRefusedUnlessABatchEndsThere() throws IOException {
        byte[] stream = written(false);
        int whole = 0;

        for (int length = 0; length < stream.length; length++) {
            try (ArrowReader reader = IpcReader.any(new MemoryChannel(Arrays.copyOf(stream, length)), allocator)) {
                assertThat(rows(reader)).isIn(0, 3, 6);
                whole++;
            } catch (IOException e) {
                assertThat(e).message().isIn(EMPTY, CUT, "Unexpected end of input trying to read batch.");
            }
        }

        // behind the schema, the dictionary, and each of two batches
        assertThat(whole).isEqualTo(4);
    }

    @Test
    void whatIsNoStreamIsRefusedWithoutTakingTheMemoryThatItSeemsToAskFor() {
        byte[] text = "a,b\n1,2\n".getBytes(US_ASCII);

        try (ArrowReader reader = IpcReader.stream(new MemoryChannel(text), allocator)) {
            assertThatThrownBy(reader::loadNextBatch)
                    .isInstanceOf(IOException.class)
                    .hasMessage(CUT);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void afterItsEndAStreamIsNotReadOn() throws IOException {
        byte[] stream = written(false);
        MemoryChannel twice = new MemoryChannel(concat(stream, stream));

        try (ArrowReader reader = IpcReader.stream(twice, allocator)) {
            rows(reader);

            assertThat(reader.loadNextBatch()).isFalse();
            assertThat(twice.position()).isEqualTo(stream.length);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatHasDamagedBytesLeavesNothing(boolean file) throws IOException {
        byte[] bytes = written(file);
        Random random = new Random(7);
        int refused = 0;

        for (int i = 0; i < 3_000; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            try (BufferAllocator own = allocator.newChildAllocator("damaged", 0, 1 << 20);
                    ArrowReader reader = file
                            ? IpcReader.file(new MemoryChannel(damaged), own)
                            : IpcReader.stream(new MemoryChannel(damaged), own)) {
                rows(reader);
            } catch (IOException | RuntimeException e) {
                refused++;
                assertThat(e.getSuppressed()).isEmpty(); // such as that the allocator was not empty
            }
        }

        assertThat(refused).isPositive();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anAllocatorAtItsLimitLeavesNothing(boolean file) throws IOException {
        byte[] bytes = written(file);
        int refused = 0;
        for (int limit = 0; limit < 4_000; limit += 64) {
            try (BufferAllocator small = allocator.newChildAllocator("small", 0, limit);
                    ArrowReader reader = IpcReader.any(new MemoryChannel(bytes), small)) {
                rows(reader);
            } catch (OutOfMemoryException e) {
                refused++;
            }
        }

        assertThat(refused).isBetween(1, 61);
    }

    /** Two batches of three rows, with a dictionary. */
    private byte[] written(boolean file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MapDictionaryProvider provider = new MapDictionaryProvider();
        try (BigIntVector values = longs(allocator, "d", 10, 20);
                VectorSchemaRoot root = root(codes(allocator, "code", 0, 1, 0, 1), longs(allocator, "n", 1, 2, 3))) {
            provider.put(dictionary(0, values));
            IpcWriter writer = file
                    ? IpcWriter.file(Channels.newChannel(out), messageSchema(root, provider))
                    : IpcWriter.stream(Channels.newChannel(out), messageSchema(root, provider));
            writer.write(root, provider);
            writer.write(root, provider);
            writer.finish();
        }
        return out.toByteArray();
    }

    private static byte[] concat(byte[] one, byte[] another) {
        byte[] both = Arrays.copyOf(one, one.length + another.length);
        System.arraycopy(another, 0, both, one.length, another.length);
        return both;
    }

    private static int rows(ArrowReader reader) throws IOException {
        int rows = 0;
        while (reader.loadNextBatch()) {
            rows += reader.getVectorSchemaRoot().getRowCount();
        }
        return rows;
    }
}
