package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.ArrowCapsules;
import io.pysail.sdk.cpython.PyObject;
import io.pysail.sdk.cpython.Pyarrow;
import io.pysail.sdk.cpython.Python;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.Leaks;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether batches of every Arrow type come out of a read as pyarrow sees them, and as other types where declared so. */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, Leaks.class})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TypeCatalogueTest {
    private static final Path SOURCES = Path.of("src", "test", "python").toAbsolutePath();
    private static final Path CATALOGUE = Path.of("..", "sdk-cdata", "src", "test", "resources")
            .resolve("io/pysail/sdk/cdata")
            .toAbsolutePath()
            .normalize();

    private PythonExecutor executor;
    private DataSources sources;
    private PythonRuntime runtime;
    private Map<String, List<List<String>>> cases;

    @SuppressWarnings("NullAway.Init") // set before all tests
    TypeCatalogueTest() {}

    @BeforeAll
    void open() {
        executor = new InProcessExecutorProvider()
                .create(
                        PythonUnderTest.environment(),
                        ExecutorOptions.none().withSearchPath(List.of(Pyarrow.site(), CATALOGUE)));
        sources = DataSources.over(executor);
        runtime = PythonRuntime.start(PythonUnderTest.environment());
        try (DataSource _ = source("Expression").schema("v INT").open()) {
            cases = runtime.<Map<String, List<List<String>>>, RuntimeException>attach(
                    py -> cases(module(py).callMethod("expected").toJava()));
        }
    }

    @AfterAll
    void close() {
        sources.close();
        executor.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"batch", "table", "reader"})
    void everyValueIsTheOneThatPyarrowSees(String form) {
        assertThat(cases).hasSizeGreaterThan(600);
        cases.forEach((name, expected) -> {
            try (DataSource source =
                    source("Case").options(Map.of("case", name, "form", form)).open()) {
                assertThat(source.schema()).as(name).isEqualTo(schema(name));
                assertThat(read(source.scan().plan())).as(name).isEqualTo(expected);
            }
        });
    }

    @Test
    void rowsWithoutColumnsAreCounted() {
        try (DataSource source = source("Case")
                .options(Map.of("case", "no columns", "form", "batch"))
                .open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().get(0))) {
                assertThat(reader.next()).isTrue();
                assertThat(reader.batch().rowCount()).isEqualTo(5);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "STRING | pa.array(['a', None, 'æ'], pa.large_string()) | a, null, æ",
                "STRING | pa.array(['a', None, 'a longer text than fits'], pa.string_view()) | a, null, a longer text than fits",
                "STRING | pa.array(['a', None, 'b', 'a']).dictionary_encode() | a, null, b, a",
                "STRING | pa.array(['a', None, 'b', 'a']).dictionary_encode().slice(1, 2) | null, b",
                "VARCHAR(3) | pa.array(['a'], pa.large_string()) | a",
                "BINARY | pa.array([b'a', None], pa.large_binary()) | 61, null",
                "BINARY | pa.array([b'a', None], pa.binary_view()) | 61, null",
                "BINARY | pa.array([b'ab', None], pa.binary(2)) | 6162, null",
                "LONG | pa.array([1, None, -1], pa.int32()) | 1, null, -1",
                "LONG | pa.array([1, None, 255], pa.uint8()).slice(1) | null, 255",
                "LONG | pa.array([1, None, 2**63 - 1], pa.uint64()) | 1, null, 9223372036854775807",
                "INT | pa.array([1, None, 2**31 - 1], pa.int64()) | 1, null, 2147483647",
                "SHORT | pa.array([1, None], pa.int8()) | 1, null",
                "DOUBLE | pa.array([1.5, None], pa.float32()) | 3ff8000000000000, null",
                "FLOAT | pa.array([1.5, None], pa.float16()) | 3ff8000000000000, null",
                "TIMESTAMP | pa.array([1, None], pa.timestamp('s', 'UTC')) | 1970-01-01T00:00:01.000000000[UTC], null",
                "TIMESTAMP | pa.array([1, None], pa.timestamp('ms', 'Europe/Oslo')) | 1970-01-01T00:00:00.001000000[UTC], null",
                "TIMESTAMP | pa.array([1000, None], pa.timestamp('ns', 'UTC')) | 1970-01-01T00:00:00.000001000[UTC], null",
                "TIMESTAMP | pa.array([1, None], pa.timestamp('us')) | 1970-01-01T00:00:00.000001000[UTC], null",
                "TIMESTAMP_NTZ | pa.array([1, None], pa.timestamp('ms')) | 1970-01-01T00:00:00.001000000, null",
                "DATE | pa.array([datetime.date(2024, 2, 29), None], pa.date64()) | 2024-02-29, null",
                "DECIMAL(10,2) | pa.array([D('1.5'), None], pa.decimal128(5, 1)) | 1.50, null",
                "DECIMAL(10,2) | pa.array([D('1.500'), None], pa.decimal128(10, 3)) | 1.50, null",
                "DECIMAL(10,2) | pa.array([D('1.50'), None], pa.decimal256(50, 2)) | 1.50, null",
                "INTERVAL DAY TO SECOND | pa.array([1000, None], pa.duration('ns')) | 1000, null",
                "ARRAY<LONG> | pa.array([[1, None], None, []], pa.large_list(pa.int32())) | [1, null], null, []",
                "ARRAY<STRING> | pa.array([['a'], None], pa.list_(pa.large_string())) | [a], null",
                "ARRAY<INT> | pa.array([[1, 2], None], pa.list_(pa.int32(), 2)) | [1, 2], null",
                "ARRAY<INT> | pa.array([[1, 2], None], pa.list_view(pa.int32())) | [1, 2], null",
                "MAP<STRING, LONG> | pa.array([[('a', 1)], None], pa.map_(pa.large_string(), pa.int32())) | [a -> 1], null",
                "STRUCT<a: LONG, b: STRING> | pa.array([{'b': 'x', 'a': 1}, None], pa.struct([('b', pa.large_string()), ('a', pa.int32())])) | {a: 1, b: x}, null",
                "LONG NOT NULL | pa.array([1, 2]) | 1, 2",
                "VOID | pa.nulls(2) | null, null",
                "STRING | pa.nulls(2) | null, null",
            })
    void whatFitsTheDeclaredTypeBecomesIt(String type, String array, String expected) {
        try (DataSource source =
                source("Expression").schema("v " + type).option("array", array).open()) {
            assertThat(String.join(", ", read(source.scan().plan()).get(0))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "LONG | pa.array([1, 2**63], pa.uint64())",
                "INT | pa.array([1, 2**31])",
                "FLOAT | pa.array([1.5, 0.1])",
                "TIMESTAMP | pa.array([1001], pa.timestamp('ns', 'UTC'))",
                "TIMESTAMP | pa.array([2**60], pa.timestamp('s', 'UTC'))",
                "DECIMAL(10,2) | pa.array([D('1.505')], pa.decimal128(10, 3))",
                "DECIMAL(3,2) | pa.array([D('10.00')], pa.decimal128(10, 2))",
                "LONG NOT NULL | pa.array([1, None])",
                "BOOLEAN | pa.array([1])",
                "LONG | pa.array([1.5])",
                "LONG | pa.array(['1'])",
                "STRING | pa.array([1])",
                "DATE | pa.array([1], pa.timestamp('us'))",
                "STRUCT<a: LONG> | pa.array([{'a': 1, 'b': 2}])",
                "ARRAY<INT> | pa.array([[1, 2**31]])",
            })
    void whatDoesNotFitIsRefusedWithItsColumn(String type, String array) {
        try (DataSource source =
                source("Expression").schema("v " + type).option("array", array).open()) {
            Scan scan = source.scan().plan();

            assertThatThrownBy(() -> read(scan))
                    .isInstanceOfSatisfying(
                            DataSourceException.class,
                            e -> assertThat(e.condition()).contains("DATA_SOURCE_RETURN_SCHEMA_MISMATCH"))
                    .hasMessageContaining("batch 0: ")
                    .hasMessageContaining("column v")
                    .hasMessageContaining("(partition 0 of 1)");
        }
    }

    @Test
    void columnsAreReorderedByNameAndEachBecomesItsType() {
        try (DataSource source = source("Expression")
                .schema("id LONG, name STRING, tags ARRAY<STRING>")
                .option(
                        "batch",
                        "pa.record_batch({'tags': pa.array([['x'], None], pa.large_list(pa.large_string())),"
                                + " 'name': pa.array(['a', 'a']).dictionary_encode(), 'id': pa.array([1, 2], pa.int16())})")
                .open()) {
            assertThat(read(source.scan().plan()))
                    .isEqualTo(List.of(List.of("1", "2"), List.of("a", "a"), List.of("[x]", "null")));
        }
    }

    private DataSourceSpec source(String className) {
        return sources.named(SOURCES.resolve("arrow_types.py") + ":" + className);
    }

    /** The values of a scan of at most one batch, column by column: a table of no rows has none. */
    private static List<List<String>> read(Scan scan) {
        try (BatchReader reader = scan.read(scan.partitions().get(0))) {
            if (!reader.next()) {
                return Collections.nCopies(scan.schema().fields().size(), List.of());
            }
            assertThat(reader.batch().schema()).isEqualTo(scan.schema());
            reader.batch().validate();
            List<List<String>> columns;
            try (BatchView view = reader.batch().read()) {
                columns = ValueText.of(view);
            }
            assertThat(reader.next()).isFalse();
            return columns;
        }
    }

    /** The schema of a case, on another way than that of a source's schema. */
    private ArrowSchema schema(String name) {
        return runtime.<ArrowSchema, RuntimeException>attach(py -> ArrowCapsules.of(runtime)
                .takeSchema(module(py).callMethod("schema", name).callMethod("__arrow_c_schema__")));
    }

    /** The module of the sources, as whoever loaded the file called it. */
    private static PyObject module(Python py) {
        return py.eval(
                "[m for m in list(__import__('sys').modules.values()) if getattr(m, '__file__', None) == path][0]",
                Map.of("path", SOURCES.resolve("arrow_types.py").toString()));
    }

    private static Map<String, List<List<String>>> cases(@Nullable Object pairs) {
        Map<String, List<List<String>>> byName = new LinkedHashMap<>();
        for (Object pair : (List<?>) Objects.requireNonNull(pairs)) {
            List<?> nameAndColumns = (List<?>) pair;
            List<List<String>> columns = ((List<?>) nameAndColumns.get(1))
                    .stream()
                            .map(column -> ((List<?>) column)
                                    .stream().map(String::valueOf).toList())
                            .toList();
            byName.put((String) nameAndColumns.get(0), columns);
        }
        return byName;
    }
}
