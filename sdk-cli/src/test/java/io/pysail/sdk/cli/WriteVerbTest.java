package io.pysail.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code sail write}, within this process. */
@Timeout(120)
class WriteVerbTest {
    private static final String SINKS = """
            from pyspark import TaskContext
            from pyspark.sql.datasource import DataSource, DataSourceWriter


            class Picky(DataSource):
                def writer(self, schema, overwrite):
                    return PickyWriter(self.options["log"])


            class PickyWriter(DataSourceWriter):
                def __init__(self, log):
                    self.log = log

                def tell(self, text):
                    with open(self.log, "a") as file:
                        file.write(text + "\\n")

                def write(self, iterator):
                    for row in iterator:
                        if row.name == "bad":
                            raise ValueError("no bad rows")
                    return TaskContext.get().partitionId()

                def commit(self, messages):
                    self.tell(f"commit {messages}")

                def abort(self, messages):
                    self.tell(f"abort {messages}")


            class Hopeless(DataSource):
                def writer(self, schema, overwrite):
                    return HopelessWriter()


            class HopelessWriter(DataSourceWriter):
                def write(self, iterator):
                    for row in iterator:
                        if row.name == "bad":
                            raise ValueError("no bad rows")

                def commit(self, messages):
                    raise ValueError("no commit")

                def abort(self, messages):
                    raise ValueError("no abort")
            """;

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x.csv | id,name\\n1,a\\n2,",
                "x.jsonl | {\"id\":1,\"name\":\"a\"}\\n{\"id\":2}",
            })
    void rowsOfAFileAreWrittenWithTheTypesThatTheyHave(String name, String text) throws IOException {
        String file = file(name, text.replace("\\n", "\n"));

        assertThat(write("jsonl-files", file)).as(err.toString()).isZero();

        assertThat(written()).containsExactly("{\"id\":1,\"name\":\"a\"}", "{\"id\":2,\"name\":null}");
        assertThat(data.size()).as("nothing goes to standard output").isZero();
        assertThat(out + "" + err).isEmpty();
    }

    @Test
    void theSchemaOfTheUserCounts() throws IOException {
        String file = file("x.data", "total,at,tags\n1.5,2024-02-29,\"[\"\"a\"\"]\"\n");

        int status = write(
                "jsonl-files",
                file,
                "--from-format",
                "csv",
                "--schema",
                "tags ARRAY<STRING>, total DECIMAL(9,2), at DATE NOT NULL");

        assertThat(status).as(err.toString()).isZero();
        assertThat(written()).containsExactly("{\"tags\":[\"a\"],\"total\":\"1.50\",\"at\":\"2024-02-29\"}");
    }

    @Test
    void appendingAddsAndOverwritingReplaces() throws IOException {
        String first = file("first.csv", "id\n1\n");
        String second = file("second.csv", "id\n2\n");

        write("jsonl-files", first);
        write("jsonl-files", second, "--mode", "append");
        assertThat(written()).containsExactlyInAnyOrder("{\"id\":1}", "{\"id\":2}");
        write("jsonl-files", second, "--mode", "OVERWRITE");

        assertThat(written()).containsExactly("{\"id\":2}");
    }

    @Test
    void batchesAreDealtOutToTheTasks() throws IOException {
        String rows = IntStream.range(0, 20_000).mapToObj(i -> i + "\n").reduce("id\n", String::concat);

        int status = write("jsonl-files", file("x.csv", rows), "--parallel", "4", "--stats");

        assertThat(status).as(err.toString()).isZero();
        assertThat(written()).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(files()).as("there are three batches for four tasks").hasSize(3);
        assertThat(err.toString())
                .startsWith("{\"rows\":20000,\"batches\":3,\"bytes\":")
                .contains(",\"messages\":4,\"executor\":\"in-process\",\"python\":\"", "\"seconds\":{\"plan\":")
                .contains("\"rowsPerSecond\":", "\"peakRssBytes\":")
                .endsWith("}\n");
    }

    @Test
    void aFileWithoutRowsIsWrittenByATaskWithoutRows() throws IOException {
        int status = write("counter", file("x.csv", "id\n"), "--stats");

        assertThat(status).as(err.toString()).isZero();
        assertThat(err.toString().lines().toList().getLast())
                .startsWith("{\"rows\":0,\"batches\":0,\"bytes\":0,\"messages\":1,");
    }

    @Test
    void repeatingWritesAllOfItAnew() throws IOException {
        int status = write("jsonl-files", file("x.csv", "id\n1\n"), "--repeat", "3", "--stats");

        assertThat(status).as(err.toString()).isZero();
        assertThat(written()).hasSize(3);
        assertThat(err.toString()).startsWith("{\"rows\":1,").containsPattern("\"write\":\\[[^,]+,[^,]+,[^,]+]");
    }

    @Test
    void aFailingTaskAbortsTheJob() throws IOException {
        Path sinks = Files.writeString(folder.resolve("sinks.py"), SINKS).toRealPath();
        Path log = folder.resolve("log");
        String rows = "id,name\n" + "1,a\n".repeat(9_000) + "2,bad\n";

        int status = write(sinks + ":Picky", file("x.csv", rows), "--parallel", "2", "-o", "log=" + log);

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: [PYTHON_EXCEPTION] [Picky::write] ValueError: no bad rows (partition 1")
                .contains("sinks.py\", line ");
        assertThat(Files.readAllLines(log)).hasSize(1).allMatch(line -> line.startsWith("abort ["));
    }

    @ParameterizedTest
    @CsvSource({
        "good, [PYTHON_DATA_SOURCE_ERROR] [Hopeless::commit] ValueError: no commit",
        "bad, [PYTHON_EXCEPTION] [Hopeless::write] ValueError: no bad rows (partition 0)"
    })
    void anAbortThatFailsIsToldAfterWhatLedToIt(String name, String first) throws IOException {
        Path sinks = Files.writeString(folder.resolve("sinks.py"), SINKS).toRealPath();

        int status = write(sinks + ":Hopeless", file("x.csv", "id,name\n1," + name + "\n"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString().lines().filter(line -> line.startsWith("error: ")))
                .containsExactly(
                        "error: " + first, "error: [PYTHON_DATA_SOURCE_ERROR] [Hopeless::abort] ValueError: no abort");
    }

    @Test
    void aSourceThatCanOnlyBeReadIsSaidToBeOne() throws IOException {
        int status = write("fake-orders", file("x.csv", "id\n1\n"));

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .startsWith("error: [NOT_IMPLEMENTED] [fake-orders::writer]")
                .contains("\n  -> the source does not define that method: ", "one that can be written to has writer\n");
    }

    @Test
    void whereAnOptionIsMissingTheOneThatIsSpelledWrongIsNamed() {
        int status = run("write", "jsonl-files", "--form", "x.csv");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString())
                .startsWith("error: Missing required option: '--from=FILE'\nerror: Unknown options: '--form'")
                .contains("--from");
    }

    @Test
    void anErrorIsWrittenInOnePiece() throws IOException {
        List<String> pieces = new ArrayList<>();
        Writer recording = new StringWriter() {
            @Override
            public void write(String text, int offset, int length) {
                pieces.add(text.substring(offset, offset + length));
            }
        };

        run(new PrintWriter(recording), "write", "no-such-source", "--from", file("x.csv", "id\n1\n"));

        assertThat(pieces).singleElement().asString().startsWith("error: ").contains("\n  -> ");
    }

    @Test
    void aRowThatDoesNotFitAbortsTheJob() throws IOException {
        String rows = "id\n" + "1\n".repeat(9_000) + "x\n";

        int status = write("jsonl-files", file("x.csv", rows), "--schema", "id INT");

        assertThat(status).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("error: " + folder.resolve("x.csv") + ":9002: column \"id\": \"x\" is no INT\n");
        assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--mode error | [UNSUPPORTED_DATA_SOURCE_SAVE_MODE] the data source jsonl-files cannot be written in the mode ERROR",
                "--mode ignore | [UNSUPPORTED_DATA_SOURCE_SAVE_MODE] the data source jsonl-files cannot be written in the mode IGNORE",
                "--mode upsert | Invalid value for option '--mode'",
                "--parallel 0 | --parallel is 1 or more, not 0",
                "--repeat 0 | --repeat is 1 or more, not 0",
                "--repeat 2 --from - | --repeat needs a file",
                "--schema id_LNG | [",
                "--from - | --from - does not tell what it holds: say --from-format",
                "--from - --from-format csv | the schema is missing: standard input can be read once only",
                "--from no.csv | --from no.csv: there is no such file",
                "--from . --from-format csv | ",
            })
    void whatIsTypedWrongEndsWithTwo(String arguments, String message) throws IOException {
        String from = arguments.contains("--from ") ? "" : "--from " + file("x.csv", "id\n1\n") + " ";

        int status = run(("write jsonl-files -o path=out " + from + arguments).split(" "));

        assertThat(status).as(err.toString()).isEqualTo(2);
        assertThat(err.toString()).startsWith("error: " + (message == null ? "" : message));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int write(String source, String from, String... arguments) {
        List<String> all = Stream.concat(
                        Stream.of("write", source, "-o", "path=" + folder.resolve("out"), "--from", from),
                        Stream.of(arguments))
                .toList();
        return run(all.toArray(String[]::new));
    }

    private int run(String... arguments) {
        return run(new PrintWriter(err), arguments);
    }

    private int run(PrintWriter errors, String... arguments) {
        try (PrintWriter o = new PrintWriter(out);
                PrintWriter e = errors) {
            CommandOutput output = new CommandOutput(DataTarget.over(data), Terminal.none());
            return Sail.run(o, e, output, new ProcessEnd(), arguments);
        }
    }

    private List<Path> files() throws IOException {
        if (!Files.exists(folder.resolve("out"))) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.resolve("out"))) {
            return files.sorted().toList();
        }
    }

    /** The rows, file after file. */
    private List<String> written() throws IOException {
        StringBuilder rows = new StringBuilder();
        for (Path file : files()) {
            rows.append(Files.readString(file, UTF_8));
        }
        return rows.toString().lines().toList();
    }
}
