package io.pysail.sdk.cli.arrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.arrow.ipc.IpcReader;
import io.pysail.sdk.cli.arrow.SailCommand.Ended;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code sail read --format arrow} as a process of its own, as {@code ./sail} starts it. */
@Timeout(120)
class ReadArrowTest {
    private static final String SOURCES = """
            from pyspark.sql.datasource import DataSource, DataSourceReader, InputPartition


            class Numbers(DataSource):
                def schema(self):
                    return "id LONG, name STRING"

                def reader(self, schema):
                    return NumbersReader(self.options)


            class NumbersReader(DataSourceReader):
                def __init__(self, options):
                    self.rows = int(options.get("rows", "3"))
                    self.fails = options.get("fails", "no") == "yes"
                    self.parts = int(options.get("partitions", "1"))

                def partitions(self):
                    return [InputPartition(i) for i in range(self.parts)]

                def read(self, partition):
                    print("not a row")
                    for i in range(self.rows):
                        yield partition.value * self.rows + i, None if i % 2 else f"n{i}"
                    if self.fails:
                        raise ValueError("no more")
            """;

    @TempDir
    private Path folder;

    private String read = "";

    @BeforeEach
    void writeSources() throws IOException {
        Path file = Files.writeString(folder.resolve("numbers_source.py"), SOURCES);
        read = "$sail read " + file + ":Numbers --format arrow ";
    }

    @Test
    void standardOutputIsAStreamAndNothingElse() throws Exception {
        Ended ended = SailCommand.run(read);

        assertThat(ended.status()).as(ended.all()).isZero();
        assertThat(ended.err())
                .as("no warning of Arrow, of SLF4J or of the JVM")
                .isEqualTo("not a row\n");
        assertThat(fields(ended.bytes())).containsExactly("id: Int(64, true)", "name: Utf8");
        assertThat(rows(ended.bytes())).containsExactly("[0, n0]", "[1, null]", "[2, n2]");
    }

    @Test
    void aNamedFileIsAFileUnlessItsNameSaysThatItIsAStream() throws Exception {
        Path file = folder.resolve("x.arrow");
        Path stream = folder.resolve("x.arrows");

        Ended first = SailCommand.run(read + "--output " + file);
        Ended second = SailCommand.run(read + "--output " + stream);

        assertThat(first.status()).as(first.all()).isZero();
        assertThat(second.status()).as(second.all()).isZero();
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = IpcReader.file(Files.newByteChannel(file), allocator)) {
            assertThat(rows(reader)).containsExactly("[0, n0]", "[1, null]", "[2, n2]");
        }
        assertThat(Files.readAllBytes(stream)).startsWith(0xFF, 0xFF, 0xFF, 0xFF);
        assertThat(rows(Files.readAllBytes(stream))).hasSize(3);
    }

    @Test
    void withoutRowsThereIsTheSchema() throws Exception {
        Ended ended = SailCommand.run(read + "-o rows=0 --select name");

        assertThat(ended.status()).as(ended.all()).isZero();
        assertThat(fields(ended.bytes())).containsExactly("name: Utf8");
        assertThat(rows(ended.bytes())).isEmpty();
    }

    @Test
    void partitionsComeInTheirOrderAndOnlyTheRowsAndColumnsThatAreWanted() throws Exception {
        Ended all = SailCommand.run(read + "-o rows=1000 -o partitions=5 --parallel 3 --select id");
        Ended some = SailCommand.run(read + "-o rows=1000 -o partitions=5 --where 'id > 1500' --limit 700 --select id");

        assertThat(rows(all.bytes()))
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "[" + i + "]").toList());
        assertThat(rows(some.bytes()))
                .isEqualTo(IntStream.rangeClosed(1501, 2200)
                        .mapToObj(i -> "[" + i + "]")
                        .toList());
    }

    @Test
    void aSourceThatFailsHalfwayLeavesNoFileAndAStreamWithoutAnEnd() throws Exception {
        Path file = folder.resolve("x.arrow");

        Ended named = SailCommand.run(read + "-o fails=yes --output " + file);
        Ended piped = SailCommand.run(read + "-o fails=yes -o rows=2000");

        assertThat(named.status()).isEqualTo(1);
        assertThat(named.err()).contains("ValueError: no more (partition 0 of 1)");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(path -> path.getFileName().toString())).noneMatch(name -> name.contains("x.arrow"));
        }
        assertThat(piped.status()).isEqualTo(1);
        assertThat(piped.out()).isNotEmpty();
        assertThat(piped.out()).doesNotEndWith("\u00ff\u00ff\u00ff\u00ff\0\0\0\0");
    }

    @Test
    void aReaderThatHasReadEnoughIsNoFailure() throws Exception {
        Ended ended = SailCommand.run(read + "-o rows=1000000 | head -c 10000 | wc -c; echo ${PIPESTATUS[0]}");

        assertThat(ended.out()).isEqualTo("10000\n0\n");
        assertThat(ended.err()).isEqualTo("not a row\n");
    }

    @Test
    void aTerminalGetsNoneOfIt() throws Exception {
        // script gives the command a terminal, on which both outputs come.
        Ended ended = SailCommand.run("script -qec \"" + read + "\" /dev/null; echo status $?");

        assertThat(ended.out().replace("\r", "")).isEqualTo("""
                error: --format arrow is not for people, and standard output is a terminal: name a file with --output,\
                 or let another program read it
                  -> sail read --help shows what there is
                status 2
                """);
    }

    @Test
    void whereArrowIsMissingOthersFormatsWorkAndItsOwnSaysWhatToDo() throws Exception {
        String without = "sail=${sail/-Dio.pysail.sdk.cli.arrow=/-Dignored=}; ";

        Ended arrow = SailCommand.run(without + read);
        Ended csv = SailCommand.run(without + read.replace("--format arrow", "--format csv"));
        Ended damaged = SailCommand.run("sail=${sail/commons-codec/no-codec}; " + read);

        assertThat(csv.status()).as(csv.all()).isZero();
        assertThat(arrow.status()).isEqualTo(2);
        assertThat(arrow.err()).isEqualTo("""
                error: --format arrow needs Arrow Java, and this process cannot find it
                  -> start the command by ./sail, which builds it together with that
                """);
        assertThat(damaged.status()).isEqualTo(2);
        assertThat(damaged.err())
                .startsWith("error: --format arrow needs Arrow Java, and this process cannot find it: Module ");
    }

    @Test
    void onAClassPathItIsFoundToo() throws Exception {
        Ended ended = SailCommand.run(read.replace("$sail", "$sail_on_class_path"));

        assertThat(ended.status()).as(ended.all()).isZero();
        assertThat(ended.err()).isEqualTo("not a row\n");
        assertThat(rows(ended.bytes())).hasSize(3);
    }

    @Test
    void whoAsksForNoArrowLoadsNoneOfIt() throws Exception {
        String logged = "sail=\"${sail/-XX:+UseSerialGC/-XX:+UseSerialGC -Xlog:class+load:file=" + folder
                + "/log}\"; $sail read range -o end=3 --output " + folder.resolve("out") + " --format ";

        Ended csv = SailCommand.run(logged + "csv");
        String without = Files.readString(folder.resolve("log"));
        Ended arrow = SailCommand.run(logged + "arrow");
        String with = Files.readString(folder.resolve("log"));

        assertThat(csv.status()).as(csv.all()).isZero();
        assertThat(arrow.status()).as(arrow.all()).isZero();
        assertThat(without).doesNotContain(" org.apache.arrow.", " org.slf4j.", " com.fasterxml.");
        assertThat(with).contains(" org.apache.arrow.vector.");
    }

    private static List<String> fields(byte... stream) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = reader(allocator, stream)) {
            return reader.getVectorSchemaRoot().getSchema().getFields().stream()
                    .map(Field::toString)
                    .toList();
        }
    }

    private static List<String> rows(byte... stream) throws IOException {
        try (BufferAllocator allocator = new RootAllocator();
                ArrowReader reader = reader(allocator, stream)) {
            return rows(reader);
        }
    }

    private static ArrowReader reader(BufferAllocator allocator, byte... stream) {
        return IpcReader.stream(Channels.newChannel(new ByteArrayInputStream(stream)), allocator);
    }

    private static List<String> rows(ArrowReader reader) throws IOException {
        List<String> rows = new ArrayList<>();
        while (reader.loadNextBatch()) {
            VectorSchemaRoot root = reader.getVectorSchemaRoot();
            for (int row = 0; row < root.getRowCount(); row++) {
                int index = row;
                rows.add(root.getFieldVectors().stream()
                        .map((FieldVector vector) -> String.valueOf(vector.getObject(index)))
                        .collect(Collectors.joining(", ", "[", "]")));
            }
        }
        return rows;
    }
}
