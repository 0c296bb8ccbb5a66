package io.pysail.sdk.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.pysail.sdk.cli.descriptor.DataTarget;
import io.pysail.sdk.cli.descriptor.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The verbs that run sources, within this process. */
@Timeout(120)
class VerbTest {
    @TempDir
    private static Path shared;

    /** One file for all tests: Python loads it once. */
    private static Path file = Path.of("");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();
    private Path log = Path.of("");

    @BeforeEach
    void writeSources() throws IOException {
        if (!file.isAbsolute()) {
            file = CliSources.in(shared).toRealPath();
        }
        log = folder.resolve("log");
    }

    // ---- list and schema

    @Test
    void sourcesAreListedInColumns() {
        int status = run("list");

        assertThat(status).as(all()).isZero();
        assertThat(out.toString().lines().map(line -> line.split(" +")[0]))
                .startsWith("NAME", "constant")
                .contains("range");
        assertThat(out.toString()).contains("sail_examples.range:RangeDataSource", "sail-example-sources");
    }

    @Test
    void sourcesAreListedAsJson() {
        int status = run("list", "--json");

        assertThat(status).as(all()).isZero();
        assertThat(out.toString().lines()).hasSize(1);
        assertThat(out.toString())
                .contains(
                        "{\"name\":\"range\",\"class\":\"sail_examples.range:RangeDataSource\",\"from\":\"sail-example-sources ")
                .contains("\"can\":[\"read\"");
    }

    @Test
    void aSchemaIsShownInColumnsOrAsJson() {
        assertThat(run("schema", named("Counting"))).as(all()).isZero();
        assertThat(run("--json", "schema", named("Counting"))).as(all()).isZero();

        assertThat(out.toString()).isEqualTo("""
                COLUMN  TYPE    NULLABLE
                id      LONG    yes
                name    STRING  yes
                [{"name":"id","type":"LONG","arrow":"int64","nullable":true},\
                {"name":"name","type":"STRING","arrow":"string","nullable":true}]
                """);
    }

    @Test
    void theUsersSchemaIsShownInstead() {
        assertThat(run("schema", named("Counting"), "--schema", "a DECIMAL(9,2) NOT NULL"))
                .as(all())
                .isZero();

        assertThat(out.toString()).isEqualTo("""
                COLUMN  TYPE          NULLABLE
                a       DECIMAL(9,2)  no
                """);
    }

    @Test
    void aNameThatSteersTerminalsIsEscaped() {
        assertThat(run("schema", named("Odd"))).as(all()).isZero();

        assertThat(out.toString()).contains("a\\u001b[2J").doesNotContain("\u001b");
    }

    // ---- read

    @Test
    void rowsAreWrittenInEveryFormat() {
        assertThat(read("Counting", "-o", "batches=2", "--format", "jsonl")).isEqualTo("""
                {"id":0,"name":"n0"}
                {"id":1,"name":"n1"}
                """);
        assertThat(read("Counting", "-o", "batches=2", "--format", "CSV")).isEqualTo("""
                id,name
                0,n0
                1,n1
                """);
        assertThat(read("Counting", "-o", "batches=2", "--format", "none")).isEmpty();
        assertThat(read("Counting", "-o", "batches=2")).contains("id", "name", "n0", "n1");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void selectedColumnsComeInTheirOrder() {
        assertThat(read("Counting", "-o", "batches=1", "--format", "csv", "--select", "NAME,id"))
                .isEqualTo("""
                name,id
                n0,0
                """);
    }

    @Test
    void theFirstCommandOfTheReadmePrintsWhatIsShownThere() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String command = "$ ./sail read fake-orders --select order_id,delivered,total --limit 3\n";

        assertThat(run("read", "fake-orders", "--select", "order_id,delivered,total", "--limit", "3"))
                .as(all())
                .isZero();

        assertThat(readme).contains(command + data.toString(UTF_8) + "```");
    }

    @ParameterizedTest
    @CsvSource({
        "range, end=20000, start=-7",
        "constant, rows=20000, value=3",
        "flappybird, ticks=3000, games=3",
        "fake-orders, rows=3000, seed=8"
    })
    void aShippedSourceHasTheSameRowsInBothForms(String name, String many, String other) {
        String[] read = {"read", name, "-o", many, "-o", other, "--format", "jsonl", "-o"};
        String rows = data(concat(read, "form=rows"));
        data.reset();
        int status = run(concat(read, "form=arrow"));
        assumeFalse(all().contains("pip install pyarrow"), "this Python has no pyarrow");

        assertThat(status).as(all()).isZero();
        assertThat(data.toString(UTF_8)).isEqualTo(rows);
        assertThat(rows.lines()).hasSizeGreaterThanOrEqualTo(3000);
    }

    @Test
    void partitionsComeInTheirOrderHoweverManyAreReadAtOnce() {
        for (String parallel : List.of("1", "3", "64")) {
            assertThat(read(
                            "Counting",
                            "-o",
                            "batches=2",
                            "-o",
                            "partitions=5",
                            "--select",
                            "id",
                            "--format",
                            "csv",
                            "--parallel",
                            parallel))
                    .isEqualTo("id\n" + "0\n1\n".repeat(5));
        }
    }

    @Test
    void unorderedRowsAreAllThere() {
        String rows = read(
                "Counting",
                "-o",
                "batches=3",
                "-o",
                "partitions=5",
                "--format",
                "csv",
                "--unordered",
                "--parallel",
                "3");

        assertThat(rows.lines().sorted())
                .containsExactly(Stream.concat(
                                Stream.of("0,n0", "1,n1", "2,n2")
                                        .flatMap(row ->
                                                Stream.generate(() -> row).limit(5)),
                                Stream.of("id,name"))
                        .toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "none"})
    void aLimitAsksTheSourceForNoMoreBatchesThanItTakes(String format) throws IOException {
        String rows = read(
                "Counting",
                "-o",
                "rows=2",
                "-o",
                "batches=4",
                "-o",
                "partitions=3",
                "--limit",
                "11",
                "--format",
                format,
                "--parallel",
                "3");

        assertThat(rows.lines().count()).isEqualTo(format.equals("csv") ? 12 : 0);
        assertThat(Files.readAllLines(log))
                .containsExactly("0:0", "0:1", "0:2", "0:3", "finally", "1:0", "1:1", "finally");
    }

    @Test
    void aLimitOfNothingStartsNoPartition() {
        assertThat(read("Counting", "--limit", "0", "--format", "csv")).isEqualTo("id,name\n");
        assertThat(log).doesNotExist();
    }

    @Test
    void aFileAppearsWithAllOfIt() throws IOException {
        Path target = folder.resolve("rows.csv");

        assertThat(read("Counting", "-o", "batches=1", "--format", "csv", "--output", target.toString()))
                .isEmpty();

        assertThat(target).hasContent("id,name\n0,n0\n");
    }

    @Test
    void aTableIsWrittenUnderAnyNameIfItIsAskedFor() throws IOException {
        Path target = folder.resolve("data.csv");

        assertThat(read("Counting", "-o", "batches=1", "--format", "table", "--output", target.toString()))
                .isEmpty();

        assertThat(target).content().endsWith("1 row\n");
    }

    @Test
    void aFileDoesNotAppearIfTheSourceFails() {
        Path target = folder.resolve("rows.csv");

        int status =
                run("read", named("Failing"), "-o", "message=no", "--format", "csv", "--output", target.toString());

        assertThat(status).isEqualTo(1);
        assertThat(target).doesNotExist();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void thePlanIsPrintedAndNothingRead() {
        assertThat(run("read", named("Counting"), "-o", "partitions=3", "--select", "id", "--limit", "5", "--explain"))
                .as(all())
                .isZero();

        assertThat(out.toString())
                .matches(
                        "PythonDataSourceExec: Counting, partitions=3, pushed=\\[], residual=\\[], columns=\\[id], limit=5, reader=(cloud)?pickle\n");
        assertThat(log).doesNotExist();
    }

    @Test
    void theFiguresAreOneJsonObjectOnTheLastLine() {
        read("Counting", "-o", "rows=2", "-o", "batches=3", "-o", "partitions=2", "--format", "none", "--stats");

        Map<String, Object> figures = figures();
        assertThat(figures.keySet())
                .containsExactly(
                        "rows",
                        "batches",
                        "bytes",
                        "partitions",
                        "executor",
                        "python",
                        "pushed",
                        "residual",
                        "seconds.plan",
                        "seconds.read",
                        "rowsPerSecond",
                        "peakRssBytes");
        assertThat(figures)
                .containsEntry("rows", "12")
                .containsEntry("batches", "6")
                .containsEntry("partitions", "2")
                .containsEntry("executor", "in-process")
                .containsEntry("pushed", List.of())
                .containsEntry("residual", List.of());
        assertThat(number(figures, "bytes")).isBetween(12.0 * 8, 1000.0);
        assertThat(number(figures, "seconds.plan")).isPositive();
        assertThat(number(figures, "seconds.read")).isPositive();
        assertThat(number(figures, "rowsPerSecond")).isPositive();
        assertThat(number(figures, "peakRssBytes")).isGreaterThan(1e6);
        assertThat(String.valueOf(figures.get("python"))).startsWith("3.");
    }

    @Test
    void repeatingMakesAListOfTheSecondsAndCountsOnePass() {
        read("Counting", "-o", "batches=3", "--format", "none", "--stats", "--repeat", "3");

        Map<String, Object> figures = figures();
        assertThat(figures).containsEntry("rows", "3");
        assertThat((List<?>) figures.get("seconds.read")).hasSize(3);
    }

    @Test
    void theChecksumIsThatOfAllValueWords() {
        read("Counting", "-o", "batches=3", "--format", "none", "--stats", "--checksum");

        long names = 0;
        for (int i = 0; i < 3; i++) {
            names += 'n' + 256L * ('0' + i);
        }
        assertThat(figures()).containsEntry("checksum.id", "3").containsEntry("checksum.name", String.valueOf(names));
    }

    // ---- conditions

    @ParameterizedTest
    @CsvSource({"Taking, ''", "Counting, batches=10"})
    void onlyRowsThatPassAllConditionsAreWrittenWhateverTheSourceTakes(String source, String option) {
        String rows = read(
                source,
                "-o",
                option.isEmpty() ? "batches=1" : option,
                "--where",
                "id > 2 AND name NOT LIKE '%4'",
                "--where",
                "name < 'n7' OR id = 9",
                "--format",
                "csv");

        assertThat(rows).isEqualTo("id,name\n3,n3\n5,n5\n6,n6\n9,n9\n");
    }

    @Test
    void aConditionMayBeAboutAColumnThatIsNotSelected() {
        assertThat(read("Taking", "--where", "id = 1 OR name = 'n2'", "--select", "name", "--format", "csv"))
                .isEqualTo("name\nn1\nn2\n");
        assertThat(read("Taking", "--where", "name > 'n7'", "--select", "id", "--format", "csv"))
                .isEqualTo("id\n8\n9\n");
    }

    @Test
    void aLimitCountsTheRowsThatPassAndASourceIsAskedForNoMoreThanItTakes() throws IOException {
        String rows = read("Counting", "-o", "rows=2", "--where", "id > 4", "--limit", "2", "--format", "csv");

        assertThat(rows).isEqualTo("id,name\n5,n5\n6,n6\n");
        assertThat(Files.readAllLines(log))
                .startsWith("0:0", "0:1", "0:2", "0:3")
                .endsWith("finally");
    }

    @Test
    void aLimitReachesASourceThatTakesAllConditionsOnly() throws IOException {
        read("Taking", "--where", "id > 4", "--limit", "2", "--format", "csv");
        assertThat(read("Taking", "--where", "id > 4 AND name > 'n6'", "--limit", "2", "--format", "csv"))
                .isEqualTo("id,name\n7,n7\n8,n8\n");

        assertThat(Files.readAllLines(log)).containsExactly("2 rows", "5 rows");
    }

    @Test
    void aConditionOfNoRowAsksASourceForNone() {
        assertThat(read("Counting", "--where", "id = 1.5", "--format", "csv")).isEqualTo("id,name\n");
        assertThat(log).doesNotExist();
    }

    @Test
    void thePlanShowsWhatTheSourceTakesAndWhyNotTheRest() {
        assertThat(run(
                        "read",
                        named("Taking"),
                        "--where",
                        "id BETWEEN 1 AND 3 AND name LIKE 'n_'",
                        "--where",
                        "name <> 'n2'",
                        "--explain"))
                .as(all())
                .isZero();
        assertThat(run("read", named("Taking"), "--where", "id < 3", "--limit", "2", "--explain"))
                .as(all())
                .isZero();

        assertThat(out.toString().replace("cloudpickle", "pickle")).isEqualTo("""
                PythonDataSourceExec: Taking, partitions=1, pushed=[id >= 1, id <= 3],\
                 residual=[name LIKE 'n_' (no filter knows _), name <> 'n2' (only numbers are found)],\
                 columns=[id, name], reader=pickle
                PythonDataSourceExec: Taking, partitions=1, pushed=[id < 3], residual=[], columns=[id, name],\
                 limit=2 (pushed), reader=pickle
                """);
        assertThat(log).doesNotExist();
    }

    @Test
    void theFiguresHaveWhatIsPushedAndWhatIsNot() {
        read("Taking", "--where", "id < 4 AND name <> 'n2'", "--format", "none", "--stats");

        assertThat(figures())
                .containsEntry("rows", "3")
                .containsEntry("pushed", List.of("id < 4"))
                .containsEntry("residual", List.of("name <> 'n2'"));
    }

    static List<Arguments> wrongConditions() {
        return List.of(
                mistake("id >", "error: expected a column or a value after \">\", found the end", "  id >", "      ^"),
                mistake("", "error: expected a column or a value, found the end", "  ", "  ^"),
                mistake(
                        "id = 1 AND nam = 'x'",
                        "error: unknown column \"nam\", did you mean \"name\"?",
                        "  id = 1 AND nam = 'x'",
                        "             ^"),
                mistake(
                        "name = '語' OR id = 'x'",
                        "error: the column \"id\" is int64: it cannot be compared with 'x', which is a text",
                        "  name = '語' OR id = 'x'",
                        "                 ^"),
                mistake(
                        "upper(name) = 'N1'",
                        "error: functions are not supported, but for startswith, endswith and contains: \"upper\"",
                        "  upper(name) = 'N1'",
                        "  ^"));
    }

    @ParameterizedTest
    @MethodSource("wrongConditions")
    void aWrongConditionIsMarkedWhereItIsWrongAndTheStatusIsTwo(String condition, String message) {
        int status = run("read", named("Taking"), "--where", "id < 5", "--where", condition);

        assertThat(err.toString()).isEqualTo(message);
        assertThat(status).isEqualTo(2);
        assertThat(data.size()).isZero();
        assertThat(log).doesNotExist();
    }

    // ---- what the user got wrong

    static List<Arguments> mistakes() {
        String help = "  -> sail read --help shows what there is";
        String list = "  -> sail list shows the sources by name; others are opened as module:Class or"
                + " path/to/file.py:Class";
        return List.of(
                mistake(
                        "sauce",
                        "error: Unmatched argument at index 0: 'sauce'",
                        "  -> sail --help shows what there is"),
                mistake(
                        "reed",
                        "error: Unmatched argument at index 0: 'reed'",
                        "Did you mean: sail read?",
                        "  -> sail --help shows what there is"),
                mistake("read", "error: Missing required parameter: 'NAME'", help),
                mistake(
                        "read x -o rows",
                        "error: Invalid value for option '--option' (KEY=VALUE): an option of a source is written KEY=VALUE, not 'rows'",
                        help),
                mistake(
                        "read x -o =5",
                        "error: Invalid value for option '--option' (KEY=VALUE): an option of a source is written KEY=VALUE, not '=5'",
                        help),
                mistake("read x --limit -1", "error: --limit is 0 or more, not -1", help),
                mistake("read x --limit many", "error: Invalid value for option '--limit': 'many' is not a long", help),
                mistake("read x --parallel 0", "error: --parallel is 1 or more, not 0", help),
                mistake("read x --repeat 0 --format none", "error: --repeat is 1 or more, not 0", help),
                mistake(
                        "read x --format xml",
                        "error: Invalid value for option '--format': expected one of [TABLE, CSV, JSONL, ARROW, NONE] (case-insensitive) but was 'xml'",
                        help),
                mistake(
                        "read x --repeat 2 --format csv",
                        "error: --repeat goes with --format none, which prints nothing",
                        help),
                mistake("read x --checksum", "error: --checksum goes with --stats, which prints it", help),
                mistake(
                        "read x --json",
                        "error: --json is for what the other verbs print: --format jsonl writes each row as a JSON object",
                        help),
                mistake(
                        "read x --output  --format csv",
                        "error: --output wants a file, or - for standard output, not an empty text",
                        help),
                mistake(
                        "read x --output x.arrows",
                        "error: --output x.arrows would be a table for people: add --format arrow, or --format table if that is wanted",
                        help),
                mistake(
                        "read x --output x.csv",
                        "error: --output x.csv would be a table for people: add --format csv, or --format table if that is wanted",
                        help),
                mistake(
                        "read x --sellect id",
                        "error: Unknown options: '--sellect', 'id'",
                        "Possible solutions: --select",
                        help),
                mistake("read x y", "error: Unmatched argument at index 2: 'y'", help),
                mistake(
                        "read x --executor in-proces",
                        "error: there is no executor in-proces: did you mean in-process? known are in-process, subprocess"),
                mistake(
                        "read rainge",
                        "error: [DATA_SOURCE_NOT_FOUND] Failed to find the data source: rainge. Did you mean 'range'?",
                        list),
                mistake(
                        "read no_module:Source",
                        "error: [DATA_SOURCE_NOT_FOUND] Failed to find the data source: no_module:Source. There is no module 'no_module'",
                        list),
                mistake(
                        "read FILE:Countin",
                        "error: [DATA_SOURCE_NOT_FOUND] Failed to find the data source: FILE:Countin. 'cli_sources' has no class 'Countin'. Did you mean 'Counting'?",
                        list),
                mistake("read FILE:Counting --select nam", "error: there is no column \"nam\": did you mean \"name\"?"),
                mistake(
                        "schema FILE:Counting --schema id",
                        "error: [PARSE_SYNTAX_ERROR] Syntax error at or near end of input: expected a type (line 1, pos 2).",
                        "  -> a schema is written as 'id LONG, name STRING'"));
    }

    private static Arguments mistake(String typed, String... lines) {
        return Arguments.of(typed, String.join("\n", lines) + "\n");
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void whatIsTypedWrongIsToldInFewLinesAndTheStatusIsTwo(String typed, String message) {
        int status = run(typed.replace("FILE", file.toString()).split(" "));

        assertThat(err.toString()).isEqualTo(message.replace("FILE", file.toString()));
        assertThat(status).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(data.size()).isZero();
    }

    // ---- what the source got wrong

    @Test
    void aFailingSourceIsToldWithItsOwnLines() throws IOException {
        int status = run("read", named("Failing"), "-o", "message=bad page", "--format", "none");

        assertThat(status).isEqualTo(1);
        assertThat(withoutMarks(err.toString()))
                .isEqualTo("""
                error: [PYTHON_EXCEPTION] [Failing::read] ValueError: bad page (partition 0 of 1)
                Traceback (most recent call last):
                  File "%s", line %d, in rows
                    raise ValueError(self.options["message"].replace("ESC", "\\x1b"))
                ValueError: bad page
                """.formatted(file, CliSources.lineOf(file, "raise ValueError")));
    }

    @Test
    void aMissingModuleIsToldWithWhatToDo() throws IOException {
        int status = run("read", named("Missing"), "--format", "none");

        assertThat(status).isEqualTo(1);
        assertThat(withoutMarks(err.toString()))
                .isEqualTo("""
                error: [PYTHON_EXCEPTION] [Missing::read] ModuleNotFoundError: No module named 'no_such_module'\
                 (partition 0 of 1)
                Traceback (most recent call last):
                  File "%s", line %d, in rows
                    import no_such_module  # noqa: F401
                ModuleNotFoundError: No module named 'no_such_module'
                  -> install no_such_module into the Python that runs the source (sail doctor names it), or choose\
                 another with --python
                """.formatted(file, CliSources.lineOf(file, "import no_such_module")));
    }

    @Test
    void theStackTraceOfJavaIsShownOnlyWhenAskedFor() {
        run("read", named("Failing"), "-o", "message=no", "--format", "none");
        assertThat(err.toString()).doesNotContain("\tat ");

        run("read", named("Failing"), "-o", "message=no", "--format", "none", "--verbose");

        assertThat(err.toString())
                .contains("io.pysail.sdk.DataSourceException: [Failing::read]", "\tat ", "Caused by: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--verbose"})
    void whatSteersTerminalsIsEscapedInTheMessagesOfASource(String option) {
        List<String> arguments = new ArrayList<>(
                List.of("read", named("Failing"), "-o", "message=aESC[2Jb\rc\u202e", "--format", "none"));
        if (!option.isEmpty()) {
            arguments.add(option);
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);

        assertThat(err.toString())
                .contains("ValueError: a\\u001b[2Jb\\rc\\u202e (partition 0 of 1)")
                .doesNotContain("\u001b", "\r", "\u202e");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--verbose"})
    void secretsAreMasked(String option) {
        List<String> arguments = new ArrayList<>(List.of(
                "read",
                named("Failing"),
                "-o",
                "message=who is hunter22",
                "-o",
                "password=hunter22",
                "--format",
                "none"));
        if (!option.isEmpty()) {
            arguments.add(option);
        }

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(1);

        assertThat(err.toString())
                .contains("ValueError: who is *** (partition 0 of 1)")
                .doesNotContain("hunter22");
    }

    @Test
    void rowsBeforeAFailureAreWritten() {
        int status = run("read", named("Failing"), "-o", "message=no", "--format", "jsonl");

        assertThat(status).isEqualTo(1);
        assertThat(data.toString(UTF_8)).isEqualTo("{\"id\":1,\"name\":\"n1\"}\n");
    }

    private String data(String... arguments) {
        assertThat(run(arguments)).as(all()).isZero();
        return data.toString(UTF_8);
    }

    private static String[] concat(String[] some, String last) {
        return Stream.concat(Stream.of(some), Stream.of(last)).toArray(String[]::new);
    }

    private static String named(String className) {
        return file + ":" + className;
    }

    /** What is read of a source. */
    private String read(String className, String... arguments) {
        List<String> all = new ArrayList<>(List.of("read", named(className), "-o", "log=" + log));
        all.addAll(List.of(arguments));
        data.reset();
        int status = run(all.toArray(String[]::new));
        assertThat(status).as(all()).isZero();
        return data.toString(UTF_8);
    }

    private int run(String... arguments) {
        try (PrintWriter o = new PrintWriter(out);
                PrintWriter e = new PrintWriter(err)) {
            CommandOutput output = new CommandOutput(DataTarget.over(data), Terminal.none());
            return Sail.run(o, e, output, new ProcessEnd(), arguments);
        }
    }

    private String all() {
        return out + "" + err;
    }

    /** A traceback without the lines of marks that newer Pythons put below those of the code. */
    private static String withoutMarks(String traceback) {
        StringBuilder text = new StringBuilder();
        traceback
                .lines()
                .filter(line -> !line.matches(" +[\\^~]+"))
                .forEach(line -> text.append(line).append('\n'));
        return text.toString();
    }

    private static double number(Map<String, Object> figures, String name) {
        return Double.parseDouble(String.valueOf(figures.get(name)));
    }

    /** The values of the last line of standard error, by their path. */
    private Map<String, Object> figures() {
        String last = err.toString().lines().reduce((_, line) -> line).orElseThrow();
        Map<String, Object> figures = new LinkedHashMap<>();
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), last)) {
            json.nextToken();
            object(json, "", figures);
            assertThat(json.nextToken()).isNull();
        }
        return figures;
    }

    private static void object(JsonParser json, String prefix, Map<String, Object> figures) {
        while (json.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = prefix + json.currentName();
            switch (json.nextToken()) {
                case START_OBJECT -> object(json, name + ".", figures);
                case START_ARRAY -> {
                    List<String> values = new ArrayList<>();
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        values.add(json.getString());
                    }
                    figures.put(name, values);
                }
                default -> figures.put(name, json.getString());
            }
        }
    }
}
