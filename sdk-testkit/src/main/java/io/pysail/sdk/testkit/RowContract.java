package io.pysail.sdk.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What an executor does with sources that yield rows: inherit it, and say how to open yours.
 *
 * @since 0.1
 */
public abstract class RowContract extends ContractFixture {
    private static final String ROWS = "sail_testkit.rows:";

    /** For subclasses. */
    protected RowContract() {}

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("values")
    void aValueBecomesWhatItsColumnSays(String type, String expression, String expected) {
        Map<String, String> options = Map.of("schema", "v " + type, "rows", "[(" + expression + ",)]");

        if (expected.startsWith("!")) {
            assertThatThrownBy(() -> read("Values", options))
                    .isInstanceOfSatisfying(
                            DataSourceException.class,
                            failure -> assertThat(failure.condition()).contains("DATA_SOURCE_VALUE_CONVERSION"))
                    .hasMessageContaining(expected.substring(1).strip())
                    .hasMessageContaining("(partition 0 of 1, row 0, column \"v");
        } else {
            assertThat(read("Values", options)).containsExactly(expected);
        }
    }

    /** The catalogue: type, value and what comes out, one case a line; {@code !} before what an error says. */
    static Stream<Arguments> values() {
        return cases("rows.txt")
                .map(line -> Arguments.of((Object[])
                        Stream.of(line.split(" \\| ", 3)).map(String::strip).toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(1, 'a')",
                "[1, 'a']",
                "Row(1, 'a')",
                "Row(name='a', id=1)",
                "Row('name', 'id')('a', 1)",
                "Point(1, 'a')",
                "{'name': 'a', 'id': 1}",
                "collections.OrderedDict(name='a', id=1)",
                "Order('a', 1)",
            })
    void aRowMayHaveAnyForm(String row) {
        Map<String, String> first = Map.of("schema", "id LONG, name STRING", "rows", "[" + row + "] * 3");
        Map<String, String> later =
                Map.of("schema", "id LONG, name STRING", "rows", "[(0, None), (0, None), " + row + "]");

        assertThat(read("Values", first)).containsExactly("1 a", "1 a", "1 a");
        assertThat(read("Values", later)).containsExactly("0 null", "0 null", "1 a");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRows")
    void aRowThatIsNoneIsRefused(String row, String condition, String message) {
        for (String rows : new String[] {"[%s]", "[(1, 'a'), (2, 'b'), %s]", "[[1, 'a'], [2, 'b'], %s]"}) {
            Map<String, String> options = Map.of("schema", "id LONG, name STRING", "rows", String.format(rows, row));

            assertThatThrownBy(() -> read("Values", options))
                    .isInstanceOfSatisfying(
                            DataSourceException.class,
                            failure -> assertThat(failure.condition()).contains(condition))
                    .hasMessageContaining(message)
                    .hasMessageEndingWith("(partition 0 of 1, row " + (rows.length() > 4 ? 2 : 0) + ")");
        }
    }

    static Stream<Arguments> badRows() {
        String form = "DATA_SOURCE_INVALID_RETURN_TYPE";
        String shape = "DATA_SOURCE_RETURN_SCHEMA_MISMATCH";
        return Stream.of(
                Arguments.of("None", form, "NoneType"),
                Arguments.of("'ab'", form, "str"),
                Arguments.of("7", form, "int"),
                Arguments.of("(1,)", shape, "2"),
                Arguments.of("(1, 'a', None)", shape, "3"),
                Arguments.of("[]", shape, "2"),
                Arguments.of("{'id': 1}", shape, "name"),
                Arguments.of("{'id': 1, 'named': 'a'}", shape, "name"),
                Arguments.of("Row(id=1, other='a')", shape, "other"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"list", "dict", "dataclass"})
    void aRowThatIsUsedAgainIsCopiedInTime(String form) {
        assertThat(read("Reused", Map.of("form", form))).isEqualTo(counted(0, 2000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"generator", "coroutine"})
    void aSourceMayReadAsynchronously(String form) {
        assertThat(read("Asynchronous", Map.of("form", form))).isEqualTo(counted(0, 10));
    }

    @Test
    void nothingYieldedIsNoRows() {
        assertThat(read("Counted", Map.of("rows", "0"))).isEmpty();
        assertThat(read("Values", Map.of("schema", "v INT", "rows", "None or []")))
                .isEmpty();
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        try (DataSource source = sources()
                .named(ROWS + "Values")
                .option("schema", "v INT")
                .option("rows", "[(i,) for i in range(1000)]")
                .open()) {
            Scan scan = source.scan().select().plan();
            long rows = 0;
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (reader.next()) {
                    rows += reader.batch().rowCount();
                }
            }
            assertThat(rows).isEqualTo(1000);
        }
    }

    @Test
    void batchesAreFilledAsTheProgramSays() {
        try (DataSources small =
                        DataSources.builder(executor()).rowsPerBatch(300).build();
                DataSource source =
                        small.named(ROWS + "Counted").option("rows", "1000").open()) {
            List<Long> sizes = sizes(source.scan().plan());

            assertThat(sizes).allMatch(size -> size <= 300);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(1000);
        }
    }

    @Test
    void aBatchOfLongValuesLeavesBeforeItIsFull() {
        String rows = "('x' * 1_000_000 for _ in range(300))";
        try (DataSource source = sources()
                .named(ROWS + "Values")
                .options(Map.of("schema", "v STRING", "rows", "zip(" + rows + ")"))
                .open()) {
            List<Long> sizes = sizes(source.scan().plan());

            assertThat(sizes).hasSizeGreaterThan(2);
            assertThat(sizes.stream().mapToLong(Long::longValue).sum()).isEqualTo(300);
        }
    }

    @Test
    void valuesAreNotTooLongTogetherThatAreNotTooLongApart() {
        String rows = "[('x' * 40_000_000,)] * 60"; // more than one column of text may hold
        try (DataSource source = sources()
                .named(ROWS + "Values")
                .options(Map.of("schema", "v STRING", "rows", rows))
                .open()) {
            assertThat(sizes(source.scan().plan()).stream()
                            .mapToLong(Long::longValue)
                            .sum())
                    .isEqualTo(60);
        }
    }

    @Test
    void aLimitNeverAsksForOneRowMore(@TempDir Path folder) {
        Path log = folder.resolve("log");
        try (DataSource source = sources()
                .named(ROWS + "Counted")
                .options(Map.of("rows", "100", "log", log.toString()))
                .open()) {
            assertThat(rows(source.scan().limit(5).plan())).isEqualTo(counted(0, 5));
        }
        assertThat(log).hasContent("5");
    }

    @Test
    void rowsBeforeAFailureComeOut() {
        assertThat(readUntilFailure(
                        Map.of("what", "fail", "at", "700", "rows", "1000"), "ValueError: bad row (partition 0 of 1)"))
                .isEqualTo(counted(0, 700));
        assertThat(readUntilFailure(
                        Map.of("what", "wrong", "at", "700", "rows", "1000"), "(partition 0 of 1, row 700)"))
                .isEqualTo(counted(0, 700));
    }

    @Test
    void rowsAndBatchesMayNotBeMixed() {
        assertThatThrownBy(() -> read("Counted", Map.of("what", "batch", "at", "3")))
                .hasMessageContaining("rows and batches may not be mixed");
        assertThatThrownBy(() ->
                        read("Values", Map.of("schema", "id LONG, name STRING", "rows", "[numbers(0, 1), (1, 'a')]")))
                .hasMessageContaining("rows and batches may not be mixed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 300})
    void rowsAreSeenThoughTheSourceTakesItsTimeForTheNext(int at, @TempDir Path folder) throws IOException {
        Path until = folder.resolve("until");
        try (DataSource source = sources()
                .named(ROWS + "Counted")
                .options(Map.of("what", "wait", "at", String.valueOf(at), "rows", "1000", "until", until.toString()))
                .open()) {
            Scan scan = source.scan().plan();
            List<String> rows = new ArrayList<>();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                while (rows.size() < at && reader.next()) {
                    rows.addAll(rows(reader.batch()));
                }
                assertThat(rows).isEqualTo(counted(0, at));
                Files.createFile(until);
                while (reader.next()) {
                    rows.addAll(rows(reader.batch()));
                }
            }
            assertThat(rows).isEqualTo(counted(0, 1000));
        }
    }

    @Test
    void aReaderThatIsClosedStopsTheSourceBetweenRows() {
        long start = System.nanoTime();
        try (DataSource source = sources()
                .named(ROWS + "Counted")
                .options(Map.of("what", "slow", "at", "10"))
                .open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                assertThat(reader.next()).isTrue();
            }
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
    }

    private List<String> read(String className, Map<String, String> options) {
        try (DataSource source =
                sources().named(ROWS + className).options(options).open()) {
            return rows(source.scan().plan());
        }
    }

    private List<String> readUntilFailure(Map<String, String> options, String message) {
        List<String> rows = new ArrayList<>();
        try (DataSource source =
                sources().named(ROWS + "Counted").options(options).open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                assertThatThrownBy(() -> {
                            while (reader.next()) {
                                rows.addAll(rows(reader.batch()));
                            }
                        })
                        .hasMessageEndingWith(message);
            }
        }
        return rows;
    }

    private static List<Long> sizes(Scan scan) {
        List<Long> sizes = new ArrayList<>();
        try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
            while (reader.next()) {
                sizes.add(reader.batch().rowCount());
            }
        }
        return sizes;
    }

    private static List<String> counted(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> i + " n" + i).toList();
    }
}
