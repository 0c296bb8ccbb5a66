package io.pysail.sdk.published;

import static io.pysail.sdk.published.PublishedEnvironment.FOLDER;
import static io.pysail.sdk.published.PublishedEnvironment.TARGET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources of others, and those of PySpark's documentation, run as they are and without PySpark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class PublishedSourcesTest {
    private PublishedEnvironment environment;
    private DataSources sources;
    private FileServer server;

    @SuppressWarnings("NullAway.Init") // set before all tests
    PublishedSourcesTest() {}

    @BeforeAll
    void openSources() throws IOException {
        environment = PublishedEnvironment.open();
        sources = environment.sources();
        server = FileServer.start();
    }

    @AfterAll
    void closeSources() {
        if (server != null) {
            server.close();
            environment.close();
        }
    }

    @Test
    void pysparkIsNotInstalled() {
        assertThat(PythonEnvironment.of(FOLDER).packageVersions("pyspark", "pyspark-client", "faker"))
                .containsOnlyKeys("faker");
    }

    // ---- pyspark-data-sources

    @Test
    void fakerMakesTheRowsOfItsSource() {
        DataSourceSpec fake = sources.named("pyspark_datasources:FakeDataSource");

        assertThat(SourceReader.rows(fake))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row)
                        .hasSize(4)
                        .allSatisfy(value -> assertThat(value).isInstanceOf(String.class)));
        assertThat(SourceReader.rows(fake.option("numRows", "5").schema("name STRING, company STRING")))
                .hasSize(5)
                .allSatisfy(row -> assertThat(row).hasSize(2));
    }

    @Test
    void whatItRefusesIsToldInItsOwnWords() {
        DataSourceSpec fake = sources.named("pyspark_datasources:FakeDataSource");

        assertThatThrownBy(() -> SourceReader.rows(fake.schema("name INT")))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("Field `name` is not a StringType");
        assertThatThrownBy(() -> SourceReader.rows(fake.schema("no_such_thing STRING")))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("Unable to find a method called `no_such_thing` in faker");
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrow", "arrow/*.arrow"})
    void arrowFilesAreReadOneInEachPartition(String path) {
        DataSourceSpec arrow =
                sources.named("pyspark_datasources:ArrowDataSource").path(TARGET.resolve(path) + "");

        assertThat(SourceReader.partitions(arrow))
                .containsExactly(
                        List.of(List.of(0L, "Ada", 0.5), Arrays.asList(1L, null, 1.5)),
                        List.of(List.of(2L, "Ada", 0.5), Arrays.asList(3L, null, 1.5)));
    }

    @Test
    void anArrowFileThatIsNoneIsTheSourcesError() throws IOException {
        Path broken = Files.writeString(TARGET.resolve("broken.arrow"), "no such thing");

        assertThatThrownBy(() -> SourceReader.rows(
                        sources.named("pyspark_datasources:ArrowDataSource").path(broken + "")))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("ArrowInvalid");
    }

    @ParameterizedTest
    @CsvSource({"GithubDataSource, 5", "OpenSkyDataSource, 18", "StockDataSource, 7", "JSONPlaceholderDataSource, 4"})
    void sourcesOfTheNetTellTheirSchemas(String name, int columns) {
        try (DataSource source = sources.named("pyspark_datasources:" + name).open()) {
            assertThat(source.schema().fields()).hasSize(columns);
        }
    }

    // ---- pysparkformat

    @Test
    void csvIsReadInRangesOfBytes() {
        String lines = IntStream.range(0, 500)
                .mapToObj(i -> i + ",\"name, %d\",%s\n".formatted(i, i % 2 == 0 ? "ä" : ""))
                .reduce("id,name,note\n", String::concat);
        String address = server.put("names.csv", lines);
        int before = server.ranges();

        List<List<List<@Nullable Object>>> partitions =
                SourceReader.partitions(sources.named("pysparkformat.http.csv:HTTPCSVDataSource")
                        .path(address)
                        .option("header", "true")
                        .option("maxLineSize", "100")
                        .option("partitionSize", "1000"));

        assertThat(partitions).hasSizeGreaterThan(5);
        assertThat(server.ranges() - before).isGreaterThan(partitions.size());
        assertThat(partitions.stream().flatMap(List::stream))
                .containsExactlyElementsOf(IntStream.range(0, 500)
                        .mapToObj(i -> List.<Object>of(i + "", "name, " + i, i % 2 == 0 ? "ä" : ""))
                        .toList());
    }

    @Test
    void columnsOfCsvAreNamedByItsFirstLine() {
        String address = server.put("named.csv", "a;b\n1;2\n");
        DataSourceSpec csv = sources.named("pysparkformat.http.csv:HTTPCSVDataSource")
                .path(address)
                .option("sep", ";");

        try (DataSource source = csv.option("header", "TRUE").open()) {
            assertThat(source.schema().fields()).extracting("name").containsExactly("a", "b");
        }
        assertThat(SourceReader.rows(csv)).containsExactly(List.of("a", "b"), List.of("1", "2"));
    }

    @Test
    void jsonLinesHaveTheTypesOfTheUsersSchema() {
        String address = server.put("rows.jsonl", """
                {"id": 1, "ratio": 0.5, "tags": ["a", "b"], "place": {"lat": 1.5, "name": "x"}, "ok": true}
                {"id": 2, "ratio": null, "tags": [], "place": null, "ok": false}
                """);
        DataSourceSpec json =
                sources.named("pysparkformat.http.json:HTTPJSONDataSource").path(address);

        assertThat(SourceReader.rows(json.schema("id LONG, ratio DOUBLE, tags ARRAY<STRING>,"
                        + " place STRUCT<lat: DOUBLE, name: STRING>, ok BOOLEAN")))
                .extracting(Object::toString)
                .containsExactly("[1, 0.5, [a, b], {lat=1.5, name=x}, true]", "[2, null, [], null, false]");
        assertThatThrownBy(() -> SourceReader.rows(json))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("NotImplementedError");
    }

    @Test
    void anAddressWithoutAFileIsTheSourcesError() {
        String address = server.put("there.csv", "a\n") + ".not";

        assertThatThrownBy(() -> SourceReader.rows(sources.named("pysparkformat.http.csv:HTTPCSVDataSource")
                        .path(address)))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("path is not accessible");
    }

    // ---- the examples of PySpark's documentation

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void documentedSchemasAreUnderstood(int example) {
        assertThat(SourceReader.rows(sources.named("documented_examples:Schema" + example)))
                .containsExactly(List.of(1, "one"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2}) // tuples, rows, batches
    void documentedReadsGiveTheSameRows(int example) {
        String read = "documented_examples:Read" + example;

        assertThat(SourceReader.rows(sources.named(read + "OfNumbers")))
                .containsExactly(
                        List.of(1, 0L), List.of(1, 1L), List.of(2, 0L), List.of(2, 1L), List.of(3, 0L), List.of(3, 1L));
        assertThat(SourceReader.partitions(sources.named(read + "OfTexts")))
                .containsExactlyElementsOf(Stream.of("a", "b", "c")
                        .map(part -> List.<List<Object>>of(List.of(part, 0L), List.of(part, 1L)))
                        .toList());
    }

    @Test
    void documentedPartitionsAreSubclasses() {
        assertThat(SourceReader.rows(sources.named("documented_examples:Ranges")))
                .extracting(List::getFirst)
                .containsExactly(1, 2, 5, 6, 7, 8, 9);
        assertThat(SourceReader.rows(sources.named("documented_examples:Dataclasses")))
                .extracting(List::getFirst)
                .containsExactly(1, 2, 4, 5);
    }

    @Test
    void sourcesInTheShapesOfTheTutorialAreRead() {
        assertThat(SourceReader.rows(sources.named("tutorial:Simple")))
                .containsExactly(List.of("Ada", 36), List.of("Esi", 28));
        assertThat(SourceReader.rows(sources.named("tutorial:Fake").option("NUMROWS", "4")))
                .hasSize(4);
        assertThat(SourceReader.rows(sources.named("tutorial:Fake").schema("name STRING, company STRING")))
                .hasSize(3)
                .allSatisfy(row -> assertThat(row).hasSize(2).doesNotContainNull());
        assertThat(SourceReader.partitions(sources.named("tutorial:Batches")))
                .containsExactly(
                        List.of(List.of(0, "one"), Arrays.asList(10, null)),
                        List.of(List.of(1, "one"), Arrays.asList(11, null)));
    }

    // ---- the guide

    @Test
    void batchesAndFramesOfTheGuideAreRead() {
        List<List<@Nullable Object>> squares = SourceReader.rows(sources.named("squares_arrow:Squares"));

        assertThat(squares).hasSize(20_000).endsWith(List.of(19_999L, 19_999L * 19_999L));
        assertThat(SourceReader.rows(sources.named("frames:Frames")))
                .containsExactly(List.of("Oslo", 709_000L), List.of("Lagos", 15_400_000L));
    }

    @Test
    void aPackageAsTheGuideShowsItIsFoundByItsEntryPoint() {
        assertThat(sources.list()).extracting(DataSourceInfo::name).contains("my-source");
        assertThat(SourceReader.rows(sources.named("my-source").option("rows", "1")))
                .containsExactly(List.of(0L, 0L, "number 0"));
    }
}
