package io.pysail.sdk.cli.arrow;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cli.input.BatchInput;
import io.pysail.sdk.cli.input.InputException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.flatbuf.BodyCompressionMethod;
import org.apache.arrow.flatbuf.CompressionType;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileWriter;
import org.apache.arrow.vector.ipc.WriteChannel;
import org.apache.arrow.vector.ipc.message.ArrowBodyCompression;
import org.apache.arrow.vector.ipc.message.ArrowRecordBatch;
import org.apache.arrow.vector.ipc.message.MessageSerializer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said of Arrow IPC that cannot be read. */
class IpcInputTest {
    private final BufferAllocator allocator = new RootAllocator();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @TempDir
    private Path folder;

    @AfterEach
    void nothingIsLeft() {
        allocator.close();
    }

    @Test
    void whatIsCompressedIsToBeWrittenWithoutCompression() throws IOException {
        WriteChannel out = new WriteChannel(Channels.newChannel(written));
        MessageSerializer.serialize(out, new Schema(List.of()));
        ArrowBodyCompression compression =
                new ArrowBodyCompression(CompressionType.LZ4_FRAME, BodyCompressionMethod.BUFFER);
        try (ArrowRecordBatch batch = new ArrowRecordBatch(0, List.of(), List.of(), compression)) {
            MessageSerializer.serialize(out, batch);
        }
        BatchInput input = new IpcInputs()
                .stream("x.arrows", Channels.newChannel(new ByteArrayInputStream(written.toByteArray())));

        try (input) {
            assertThatThrownBy(input::next)
                    .isInstanceOf(InputException.class)
                    .hasMessage(
                            "x.arrows: batch 0: it is compressed, which cannot be read here: write it without compression");
        }
    }

    @Test
    void aFileWhoseFooterIsNoneIsSaidToBeDamaged() throws IOException {
        try (IntVector column = new IntVector("id", allocator);
                VectorSchemaRoot rows = VectorSchemaRoot.of(column);
                ArrowFileWriter file = new ArrowFileWriter(rows, null, Channels.newChannel(written))) {
            file.start();
            file.writeBatch();
            file.end();
        }
        byte[] bytes = written.toByteArray();
        int trailer = bytes.length - 10; // the length of the footer, and what a file ends with
        int footer =
                trailer - ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(trailer);
        for (int i = footer; i < trailer; i++) {
            bytes[i] ^= 0x5a;
        }
        Path damaged = Files.write(folder.resolve("x.arrow"), bytes);

        assertThatThrownBy(() -> all(damaged))
                .isInstanceOf(InputException.class)
                .hasMessage("x.arrow: it cannot be read as Arrow IPC: it is damaged");
    }

    private static void all(Path file) throws IOException {
        try (FileChannel in = FileChannel.open(file);
                BatchInput input = new IpcInputs().any("x.arrow", in)) {
            ArrowBatch batch = input.next();
            while (batch != null) {
                batch.close();
                batch = input.next();
            }
        }
    }
}
