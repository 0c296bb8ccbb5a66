package io.pysail.sdk.published;

import static io.pysail.sdk.published.PublishedEnvironment.FOLDER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.published.Inbox.Answer;
import io.pysail.sdk.published.Inbox.Request;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sinks of others, and those of PySpark's documentation, get rows as they are and without PySpark. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class PublishedSinksTest {
    private static final List<String> PEOPLE = List.of(
            "{\"id\": 1, \"name\": \"Ada\", \"ratio\": 0.5, \"place\": [\"Oslo\", [\"a\", \"b\"]]}",
            "{\"id\": 2, \"name\": null, \"ratio\": null, \"place\": null}",
            "{\"id\": 3, \"name\": \"Esi \\u00fc\", \"ratio\": 1.5, \"place\": [null, []]}");

    @TempDir
    private Path folder;

    private PublishedEnvironment environment;
    private DataSources sources;

    @SuppressWarnings("NullAway.Init") // set before all tests
    PublishedSinksTest() {}

    @BeforeAll
    void openSources() {
        environment = PublishedEnvironment.open();
        sources = environment.sources();
    }

    @AfterAll
    void closeSources() {
        if (environment != null) {
            environment.close();
        }
    }

    @Test
    void pysparkIsNotInstalled() {
        assertThat(PythonEnvironment.of(FOLDER).packageVersions("pyspark", "pyspark-client", "requests"))
                .containsOnlyKeys("requests");
    }

    // ---- pyspark-data-sources

    @Test
    void eachTaskUploadsAFileOfJson() throws IOException {
        try (DbfsFolder dbfs = DbfsFolder.start("/out")) {
            copy("People", simpleJson(dbfs), SaveMode.APPEND);

            assertThat(dbfs.files().keySet()).hasSize(3).allMatch(path -> path.startsWith("/out/"));
            assertThat(dbfs.files().values())
                    .containsExactlyInAnyOrder(
                            "[" + PEOPLE.get(0) + ", " + PEOPLE.get(1) + "]", "[" + PEOPLE.get(2) + "]", "success");
            assertThat(dbfs.files().get("/out/_SUCCESS")).isEqualTo("success");
        }
    }

    @Test
    void overwritingDeletesTheFilesOfEarlierJobs() throws IOException {
        try (DbfsFolder dbfs = DbfsFolder.start("/out")) {
            DataSourceSpec sink = simpleJson(dbfs);
            copy("People", sink, SaveMode.APPEND);
            copy("People", sink, SaveMode.APPEND);
            assertThat(dbfs.files()).as("appended").hasSize(5);
            List<String> before = List.copyOf(dbfs.files().keySet());

            copy("People", sink, SaveMode.OVERWRITE);

            assertThat(dbfs.files()).hasSize(3).containsEntry("/out/_SUCCESS", "success");
            assertThat(before).filteredOn(dbfs.files()::containsKey).containsExactly("/out/_SUCCESS");
        }
    }

    @Test
    void aTaskThatFailsHasTheFilesOfTheOthersDeleted() throws IOException {
        try (DbfsFolder dbfs = DbfsFolder.start("/out")) {
            assertThatThrownBy(() -> copy("Moments", simpleJson(dbfs), SaveMode.APPEND))
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageContaining("TypeError: Object of type datetime is not JSON serializable")
                    .hasMessageContaining("partition 1");

            assertThat(dbfs.created()).as("the file of the task before").hasSize(1);
            assertThat(dbfs.files()).isEmpty();
        }
    }

    @Test
    void whatASinkRefusesIsToldInItsOwnWords() {
        assertThatThrownBy(() ->
                        copy("People", sources.named("pyspark_datasources:SimpleJsonDataSource"), SaveMode.APPEND))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("Databricks URL and token must be specified");
        assertThatThrownBy(() -> copy(
                        "People",
                        sources.named("pyspark_datasources.lance:LanceSink").path(folder + ""),
                        SaveMode.OVERWRITE))
                .isInstanceOf(DataSourceException.class)
                .hasMessageContaining("Overwrite mode is not supported");
    }

    @Test
    void batchesBecomeFragmentsOfLanceThatAreCommittedTogether() {
        String path = folder.resolve("people.lance") + "";
        DataSourceSpec sink =
                sources.named("pyspark_datasources.lance:LanceSink").path(path);
        DataSourceSpec written = sources.named("tables:Lance").path(path);
        Map<String, Object> oslo = Map.of("city", "Oslo", "tags", List.of("a", "b"));

        copy("People", sink, SaveMode.APPEND);

        List<List<Object>> rows = List.of(List.of(1L, "Ada", 0.5, oslo), Arrays.asList(2L, null, null, null));
        assertThat(SourceReader.rows(written)).hasSize(3).startsWith(rows.get(0), rows.get(1));

        copy("People", sink, SaveMode.APPEND);

        assertThat(SourceReader.rows(written)).as("appended").hasSize(6);
    }

    // ---- cyber-spark-data-connectors

    @Test
    void rowsArePostedToAnApiOneByOne() throws IOException {
        try (Inbox api = Inbox.start(request -> new Answer(200, "{}"))) {
            copy(
                    "People",
                    sources.named("cyber_connectors:RestApiDataSource")
                            .option("url", api.address() + "/people")
                            .option("http_header_X-API-Key", "abcde"),
                    SaveMode.APPEND);

            assertThat(api.requests()).extracting(Request::body).containsExactlyElementsOf(PEOPLE);
            assertThat(api.requests()).allSatisfy(request -> {
                assertThat(request.method()).isEqualTo("POST");
                assertThat(request.path()).isEqualTo("/people");
                assertThat(request.header("Content-Type")).isEqualTo("application/json");
                assertThat(request.header("X-API-Key")).isEqualTo("abcde");
            });
        }
    }

    @Test
    void columnsBecomeParametersAndFieldsOfAForm() throws IOException {
        try (Inbox api = Inbox.start(request -> new Answer(200, "{}"))) {
            copy(
                    "Moments",
                    sources.named("cyber_connectors:RestApiDataSource")
                            .option("url", api.address())
                            .option("http_method", "put")
                            .option("http_format", "form-data")
                            .option("url_query_params", "id"),
                    SaveMode.APPEND);

            assertThat(api.requests())
                    .extracting(request ->
                            request.method() + " " + request.query() + " " + URLDecoder.decode(request.body(), UTF_8))
                    .containsExactly("PUT id=1 at=", "PUT id=2 at=2024-02-29 12:00:00+00:00");
        }
    }

    @Test
    void aServerThatRefusesRowsFailsTheTask() throws IOException {
        try (Inbox api = Inbox.start(request -> new Answer(503, "{}"))) {
            assertThatThrownBy(() -> copy(
                            "People",
                            sources.named("cyber_connectors:RestApiDataSource").option("url", api.address()),
                            SaveMode.APPEND))
                    .isInstanceOf(DataSourceException.class)
                    .hasMessageContaining("[rest::write] RetryError: ")
                    .hasMessageContaining("too many 503 error responses");

            assertThat(api.requests())
                    .as("the first row, and its five repetitions")
                    .hasSize(6);
        }
    }

    @Test
    void eventsReachSplunkInBatchesOfTheSize() throws IOException {
        try (Inbox splunk = Inbox.start(request -> new Answer(200, "{}"))) {
            copy(
                    "People",
                    sources.named("cyber_connectors:SplunkDataSource")
                            .option("url", splunk.address() + "/services/collector/event")
                            .option("token", "abcdef")
                            .option("time_column", "id")
                            .option("indexed_fields", "name,ratio")
                            .option("remove_indexed_fields", "true"),
                    SaveMode.APPEND);

            assertThat(splunk.requests())
                    .extracting(request -> request.header("Authorization"))
                    .containsExactly("Splunk abcdef", "Splunk abcdef");
            assertThat(splunk.requests()).extracting(Request::body).containsExactly("""
                    {"sourcetype": "_json", "time": 1, "fields": {"name": "Ada", "ratio": 0.5}, "event": {"id": 1, "place": ["Oslo", ["a", "b"]]}}
                    {"sourcetype": "_json", "time": 2, "fields": {"name": null, "ratio": null}, "event": {"id": 2, "place": null}}""", """
                    {"sourcetype": "_json", "time": 3, "fields": {"name": "Esi \\u00fc", "ratio": 1.5}, "event": {"id": 3, "place": [null, []]}}""");
        }
    }

    // ---- the examples of PySpark's documentation

    @Test
    void theDocumentedWriterOfBatchesCountsTheRowsOfEachTask() {
        Path log = folder.resolve("batches.log");

        copy("People", sources.named("documented_examples:Counted").option("log", log + ""), SaveMode.APPEND);

        assertThat(log).hasContent("[MyCommitMessage(num_rows=2), MyCommitMessage(num_rows=1)]");
    }

    @Test
    void theWriterInTheShapeOfTheTutorialCountsTheRowsOfAllTasks() {
        Path log = folder.resolve("rows.log");
        DataSourceSpec sink = sources.named("tutorial:Fake").option("log", log + "");

        copy("People", sink, SaveMode.APPEND);
        assertThatThrownBy(() -> copy("People", sink.option("limit", "1"), SaveMode.OVERWRITE))
                .hasMessageContaining("Exception: 2 rows are too many (partition 0");

        assertThat(log).content().isEqualTo("""
                    Total number of rows: 3 of [Count(partition_id=0, count=2), Count(partition_id=1, count=1)]
                    Number of failed tasks: 1 of [None]
                    """);
    }

    @Test
    void theWriterOfFilesOfJsonCommitsOrAborts() throws IOException {
        Path out = folder.resolve("json");
        DataSourceSpec sink = sources.named("tutorial:JsonFiles").path(out + "");

        copy("People", sink, SaveMode.APPEND);
        List<String> first = names(out);
        copy("People", sink, SaveMode.OVERWRITE);
        List<String> second = names(out);
        assertThatThrownBy(() -> copy("Moments", sink, SaveMode.APPEND)).hasMessageContaining("not JSON serializable");

        assertThat(first).hasSize(3).endsWith("_SUCCESS");
        assertThat(second)
                .as("a task has a number that no earlier one had")
                .hasSize(3)
                .endsWith("_SUCCESS")
                .isNotEqualTo(first);
        assertThat(out.resolve(second.getFirst())).content().isEqualTo("""
                {"id": 1, "name": "Ada", "ratio": 0.5, "place": {"city": "Oslo", "tags": ["a", "b"]}}
                {"id": 2, "name": null, "ratio": null, "place": null}
                """);
        assertThat(names(out)).contains("_FAILED");
    }

    private void copy(String table, DataSourceSpec sink, SaveMode mode) {
        SourceCopy.copy(sources.named("tables:" + table), sink, mode);
    }

    private DataSourceSpec simpleJson(DbfsFolder dbfs) {
        return sources.named("pyspark_datasources:SimpleJsonDataSource")
                .option("databricks_url", dbfs.address())
                .option("databricks_token", "abcdef")
                .path("/out");
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName() + "").sorted().toList();
        }
    }
}
