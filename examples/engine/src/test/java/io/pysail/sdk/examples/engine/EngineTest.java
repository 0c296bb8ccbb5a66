package io.pysail.sdk.examples.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.examples.engine.EngineProcess.Ended;
import io.pysail.sdk.loader.PythonExecutors;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command as a person starts it: a JVM of its own, without {@code --add-opens}. */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EngineTest {
    private static final String CONDITION = "total > 1000 AND note LIKE '%a%'";
    private static final String[] QUERY = {
        "query",
        "fake-orders",
        "-o",
        "rows=5000",
        "--where",
        CONDITION,
        "--group-by",
        "note",
        "--sum",
        "total",
        "--max",
        "order_id"
    };

    @TempDir
    Path folder;

    private List<List<String>> expected;

    @BeforeAll
    void answerWithoutVectors() {
        expected = ordersByNote();
    }

    @Test
    void onTheModulePathTheAnswerIsRightAndNothingElseIsSaid() throws Exception {
        Ended ended = EngineProcess.onModulePath(QUERY);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.table()).isEqualTo(expected);
        assertThat(ended.status()).isZero();
    }

    @Test
    void onTheClassPathItIsTheSame() throws Exception {
        Ended ended = EngineProcess.onClassPath(QUERY);

        assertThat(ended.err()).isEmpty();
        assertThat(ended.table()).isEqualTo(expected);
        assertThat(ended.status()).isZero();
    }

    @Test
    void anotherExecutorGivesTheSameAnswer() throws Exception {
        Ended ended = EngineProcess.onModulePath(
                Stream.concat(Stream.of(QUERY), Stream.of("--executor", "governed", "-x", "turns=1", "--parallel", "3"))
                        .toArray(String[]::new));

        assertThat(ended.table()).isEqualTo(expected);
        assertThat(ended.err()).contains("planned fake-orders: filters=", "read partition 3 of 4 of fake-orders");
    }

    @Test
    void theSourcesThatWereFoundAreListed() throws Exception {
        Ended ended = EngineProcess.onModulePath("list");

        assertThat(ended.table())
                .extracting(List::getFirst)
                .containsExactly("name", "constant", "counter", "fake-orders", "flappybird", "jsonl-files", "range");
        assertThat(ended.status()).isZero();
    }

    @Test
    void whatTheSourceSaysIsToldWithoutAStackTrace() throws Exception {
        assertThat(EngineProcess.onModulePath("query", "range", "-o", "end=x"))
                .isEqualTo(new Ended(
                        1,
                        "",
                        "error: [PYTHON_DATA_SOURCE_ERROR] [range::reader] ValueError: "
                                + "option \"end\" must be a whole number, not \"x\"\n"));
    }

    @Test
    void moreMemoryThanIsAllowedIsNotTaken() throws Exception {
        Ended ended = EngineProcess.onModulePath(
                "query", "fake-orders", "-o", "rows=100000", "--group-by", "order_id", "--memory", "1");

        assertThat(ended.err())
                .startsWith("error: the query needs more memory than --memory allows: ")
                .hasLineCount(1);
        assertThat(ended.status()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void aSignalStopsTheSourceInGoodOrder(String signal) throws Exception {
        Path log = folder.resolve(signal);
        try (EngineProcess engine = EngineProcess.start(EngineProcess.join(
                EngineProcess.javaOnModulePath(
                        EngineProcess.MODULE_PATH, "io.pysail.sdk.examples.engine/" + Engine.class.getName()),
                "query",
                "src/test/python/endless.py:Endless",
                "-o",
                "log=" + log))) {
            while (!Files.exists(log) && engine.isAlive()) {
                Thread.sleep(10);
            }
            engine.signal(signal);
            Ended ended = engine.awaitEnd();

            assertThat(ended).isEqualTo(new Ended(signal.equals("INT") ? 130 : 143, "", ""));
            assertThat(Files.readAllLines(log)).containsExactly("begun", "ended");
        }
    }

    /** The answer to the query, of the SDK's own columns and of Java. */
    private static List<List<String>> ordersByNote() {
        record Group(long count, BigDecimal total, long lastOrder) {
            Group and(Group other) {
                return new Group(count + other.count, total.add(other.total), Math.max(lastOrder, other.lastOrder));
            }
        }
        Map<String, Group> groups = new TreeMap<>();
        try (PythonExecutor executor = PythonExecutors.open(PythonEnvironment.discover());
                DataSources sources = DataSources.over(executor);
                DataSource source =
                        sources.named("fake-orders").option("rows", "5000").open()) {
            Scan scan = source.scan()
                    .where(CONDITION)
                    .select("note", "total", "order_id")
                    .applyResidual()
                    .plan();
            for (Partition partition : scan.partitions()) {
                try (BatchReader reader = scan.read(partition)) {
                    while (reader.next()) {
                        try (BatchView view = reader.batch().read()) {
                            for (long row = 0; row < view.rowCount(); row++) {
                                Object total = requireNonNull(view.column(1).toJava(row));
                                Object order = requireNonNull(view.column(2).toJava(row));
                                groups.merge(
                                        String.valueOf(view.column(0).toJava(row)),
                                        new Group(1, (BigDecimal) total, (Long) order),
                                        Group::and);
                            }
                        }
                    }
                }
            }
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("note", "count", "sum(total)", "max(order_id)"));
        groups.forEach((note, group) ->
                rows.add(List.of(note, group.count + "", group.total.toPlainString(), group.lastOrder + "")));
        return rows;
    }
}
