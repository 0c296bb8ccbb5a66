package io.pysail.sdk.arrow.ipc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams of every type, made by pyarrow: what we make of them beside what Arrow Java and pyarrow do. */
@Timeout(240)
class IpcCatalogueTest {
    @TempDir
    private Path folder;

    @Test
    void whatWeReadAndWriteIsToPyarrowWhatItWrote() throws Exception {
        List<Object> pairs = new ArrayList<>(List.of("compare"));
        for (Path from : cases()) {
            pairs.addAll(List.of(from, copy(from, Path.of(from + ".our-stream"), false)));
            if (!isReplaced(from)) {
                pairs.addAll(List.of(from, copy(from, Path.of(from + ".our-file"), true)));
            }
        }

        Programs.pyarrow(pairs.toArray());
    }

    @Test
    void whatWeWriteHasTheBytesThatArrowJavaWrites() throws Exception {
        List<Path> cases = cases();
        cases.removeIf(IpcCatalogueTest::hasAnOrderOfOurs);
        List<Object> arguments = new ArrayList<>();
        for (Path from : cases) {
            arguments.addAll(List.of("stream", from, from + ".stock-stream"));
            if (!isReplaced(from)) {
                arguments.addAll(List.of("file", from, from + ".stock-file"));
            }
        }
        Programs.stock(arguments.toArray());

        for (Path from : cases) {
            assertThat(copy(from, Path.of(from + ".our-stream"), false))
                    .hasSameBinaryContentAs(Path.of(from + ".stock-stream"));
            if (!isReplaced(from)) {
                assertThat(copy(from, Path.of(from + ".our-file"), true))
                        .hasSameBinaryContentAs(Path.of(from + ".stock-file"));
            }
        }
    }

    @Test
    void ourFilesAreReadByArrowJavaAndByUsAlike() throws Exception {
        List<Path> cases = cases();
        cases.removeIf(path -> isReplaced(path) || hasAnOrderOfOurs(path));
        List<Object> arguments = new ArrayList<>();
        for (Path from : cases) {
            copy(from, Path.of(from + ".file"), true);
            arguments.addAll(List.of("file", from + ".file", from + ".stock"));
        }
        Programs.stock(arguments.toArray());

        for (Path from : cases) {
            Path file = Path.of(from + ".file");
            assertThat(Path.of(from + ".stock")).hasSameBinaryContentAs(file);
            assertThat(copy(file, Path.of(from + ".again"), true)).hasSameBinaryContentAs(file);
        }
    }

    @Test
    void aFileThatComesThroughAPipeIsReadAsTheStreamInIt() throws Exception {
        for (Path from : cases()) {
            if (!isReplaced(from)) {
                Path stream = copy(from, Path.of(from + ".stream"), false);
                Path file = copy(from, Path.of(from + ".file"), true);
                try (BufferAllocator allocator = new RootAllocator();
                        ArrowReader reader = IpcReader.stream(Files.newByteChannel(file), allocator)) {
                    assertThat(write(reader, Path.of(from + ".again"), false)).hasSameBinaryContentAs(stream);
                }
            }
        }
    }

    @Test
    void aFileRefusesADictionaryThatChanges() throws Exception {
        Path replaced = cases().stream()
                .filter(IpcCatalogueTest::isReplaced)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> copy(replaced, folder.resolve("file"), true))
                .isInstanceOf(DictionaryReplacedException.class)
                .hasMessage("the dictionary of column plain is another one than in earlier batches, and an Arrow IPC"
                        + " file holds one for each column: write a stream instead, which can replace it");
    }

    @Test
    void offsetsThatDoNotBeginAtZeroAreNoTroubleForPyarrow() throws Exception {
        cases();
        Path sliced = folder.resolve("sliced");
        Field item = Field.nullable("item", new ArrowType.Int(64, true));
        try (BufferAllocator allocator = new RootAllocator();
                VarCharVector texts = new VarCharVector("t", allocator);
                ListVector lists = ListVector.empty("l", allocator);
                ArrowBuf bytes = buffer(allocator, "abcdefghi".getBytes(US_ASCII));
                ArrowBuf noNulls = allocator.getEmpty();
                ArrowBuf textOffsets = ints(allocator, 3, 5, 9);
                ArrowBuf listOffsets = ints(allocator, 3, 5, 6)) {
            texts.loadFieldBuffers(new ArrowFieldNode(2, 0), List.of(noNulls, textOffsets, bytes));
            lists.initializeChildrenFromFields(List.of(item));
            lists.loadFieldBuffers(new ArrowFieldNode(2, 0), List.of(noNulls, listOffsets));
            BigIntVector items = (BigIntVector) lists.getDataVector();
            items.allocateNew(6);
            for (int i = 0; i < 6; i++) {
                items.set(i, i + 1);
            }
            items.setValueCount(6);
            try (VectorSchemaRoot root = VectorSchemaRoot.of(texts, lists);
                    FileChannel out = FileChannel.open(sliced, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
                root.setRowCount(2);
                // Arrow Java's vectors call items "$data$", whatever the field says.
                Field list = new Field("l", lists.getField().getFieldType(), List.of(item));
                IpcWriter writer = IpcWriter.stream(out, new Schema(List.of(texts.getField(), list)));
                writer.write(root);
                writer.finish();
            }
        }

        Programs.pyarrow("compare", folder.resolve("few.arrows"), sliced);
    }

    private static ArrowBuf ints(BufferAllocator allocator, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return buffer(allocator, bytes.array());
    }

    private static ArrowBuf buffer(BufferAllocator allocator, byte... bytes) {
        ArrowBuf buffer = allocator.buffer(bytes.length);
        buffer.writeBytes(bytes);
        return buffer;
    }

    /** Arrow Java writes dictionaries by their hash; here, as by Arrow's C++, one that another needs comes before it. */
    private static boolean hasAnOrderOfOurs(Path path) {
        return path.getFileName().toString().startsWith("dictionary_in_dictionary");
    }

    private static boolean isReplaced(Path path) {
        return path.getFileName().toString().startsWith("replaced");
    }

    private List<Path> cases() throws IOException, InterruptedException {
        Programs.pyarrow("write", folder);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> cases = new ArrayList<>(files.sorted().toList());
            assertThat(cases).hasSizeGreaterThan(7);
            return cases;
        }
    }

    private static Path copy(Path from, Path to, boolean file) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                FileChannel in = FileChannel.open(from);
                ArrowReader reader = IpcReader.any(in, allocator)) {
            return write(reader, to, file);
        }
    }

    private static Path write(ArrowReader reader, Path to, boolean file) throws IOException {
        try (WritableByteChannel out = Files.newByteChannel(
                to, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            Schema schema = Columns.messageSchema(root, reader);
            IpcWriter writer = file ? IpcWriter.file(out, schema) : IpcWriter.stream(out, schema);
            while (reader.loadNextBatch()) {
                writer.write(root, reader);
            }
            writer.finish();
            assertThat(writer.bytesWritten()).isEqualTo(Files.size(to));
        }
        return to;
    }
}
