package io.pysail.sdk.cpython.internal.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.IntColumn;
import io.pysail.sdk.cpython.PythonUnderTest;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.testkit.Leaks;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Whether a condition selects the same rows whatever the source takes of it, and the rows that DuckDB selects.
 *
 * <p>Ten thousand conditions on one version of CPython, where DuckDB is to be had; some hundred on the others. More with
 * {@code -Dsail.test.conditions=…}, others with {@code -Dsail.test.seed=…}, which a failure prints.
 */
@ExtendWith({PythonUnderTest.class, Leaks.class})
class FilteredTablesTest {
    private static final Path SOURCE =
            Path.of("src", "test", "python", "filtered_tables.py").toAbsolutePath();
    private static final long SEED = Long.getLong("sail.test.seed", 1);
    private static final int PER_TABLE = 100;
    private static final List<String> WAYS = List.of("none", "all", "some", "inexact");

    @Test
    void conditionsSelectTheSameRowsWhateverTheSourceTakes() throws Exception {
        Path duckdb = PythonUnderTest.site().map(site -> site.resolve("duckdb")).orElse(null);
        boolean compared = duckdb != null && Files.exists(duckdb);
        int conditions = Integer.getInteger("sail.test.conditions", compared ? 2_500 : 400);
        List<String> differences = new ArrayList<>();
        int refused = 0;
        try (Oracle oracle = compared ? Oracle.start() : null;
                PythonExecutor executor =
                        new InProcessExecutorProvider().create(PythonUnderTest.environment(), ExecutorOptions.none());
                DataSources sources = DataSources.over(executor)) {
            for (int table = 0; table < conditions / PER_TABLE; table++) {
                long seed = SEED * 1_000_000 + table;
                RandomConditions random = new RandomConditions(seed);
                List<RandomConditions.Both> tried = new ArrayList<>();
                for (int i = 0; i < PER_TABLE; i++) {
                    tried.add(random.next());
                }
                List<Optional<List<Long>>> expected = oracle == null ? List.of() : oracle.answer(seed, tried);
                refused += compare(sources, seed, tried, expected, differences);
            }
        }

        System.out.println(conditions + " conditions, -Dsail.test.seed=" + SEED
                + (compared ? "; DuckDB refuses " + refused : "; without DuckDB"));
        assertThat(differences).isEmpty();
        assertThat(compared ? refused : 0).isLessThan(conditions / 20);
    }

    /** @return how many conditions DuckDB refused */
    private static int compare(
            DataSources sources,
            long seed,
            List<RandomConditions.Both> tried,
            List<Optional<List<Long>>> expected,
            List<String> differences) {
        int refused = 0;
        Map<String, DataSource> open = new LinkedHashMap<>();
        try {
            for (String way : WAYS) {
                open.put(
                        way,
                        sources.named(SOURCE + ":Tables")
                                .options(Map.of("seed", String.valueOf(seed), "takes", way))
                                .open());
            }
            for (int i = 0; i < tried.size(); i++) {
                List<Long> wanted = expected.isEmpty() ? null : expected.get(i).orElse(null);
                refused += wanted == null ? 1 : 0;
                for (Map.Entry<String, DataSource> way : open.entrySet()) {
                    Scan scan = way.getValue()
                            .scan()
                            .where(tried.get(i).predicate())
                            .select("id")
                            .applyResidual()
                            .plan();
                    List<Long> found = read(scan);
                    wanted = wanted == null ? found : wanted;
                    if (!found.equals(wanted) && differences.size() < 20) {
                        differences.add("table " + seed + ", taking " + way.getKey() + ": "
                                + tried.get(i).sql() + "\n  as " + scan.explain() + "\n  " + found + "\n  instead of "
                                + wanted);
                    }
                }
            }
        } finally {
            open.values().forEach(DataSource::close);
        }
        return refused;
    }

    private static List<Long> read(Scan scan) {
        List<Long> ids = new ArrayList<>();
        for (Partition partition : scan.partitions()) {
            try (BatchReader reader = scan.read(partition)) {
                while (reader.next()) {
                    try (BatchView view = reader.batch().read()) {
                        for (long row = 0; row < view.rowCount(); row++) {
                            ids.add(view.column(0).as(IntColumn.class).asLong(row));
                        }
                    }
                }
            }
        }
        return ids;
    }

    /** DuckDB, in a process of its own. */
    private static final class Oracle implements AutoCloseable {
        private final Process process;
        private final BufferedReader answers;

        private Oracle(Process process) {
            this.process = process;
            this.answers = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        }

        static Oracle start() throws IOException {
            return new Oracle(new ProcessBuilder(
                            PythonUnderTest.environment().executable().toString(),
                            SOURCE.toString(),
                            PythonUnderTest.site().orElseThrow().toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }

        /** The ids that each condition selects; nothing where DuckDB refuses it. */
        List<Optional<List<Long>>> answer(long seed, List<RandomConditions.Both> tried) throws IOException {
            String question =
                    seed + tried.stream().map(each -> "\t" + each.sql()).collect(Collectors.joining()) + "\n";
            process.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
            return Stream.of(answers.readLine().split("\t", -1))
                    .map(Oracle::parsed)
                    .toList();
        }

        private static Optional<List<Long>> parsed(String ids) {
            return ids.equals("refused")
                    ? Optional.empty()
                    : Optional.of(Stream.of(ids.split(" "))
                            .filter(id -> !id.isEmpty())
                            .map(Long::valueOf)
                            .toList());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
