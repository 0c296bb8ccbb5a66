package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows by which a mistake would end the process: each is read, or refused, and the next read finds all in order. */
@ExtendWith(PythonUnderTest.class)
@Timeout(600)
class RowHazardsTest {
    private static final Path SOURCE =
            Path.of("src", "test", "python", "hazards.py").toAbsolutePath();
    private static final String REFUSED = "[Hazard::read] ValueConversionError: ";

    /** Each hazard, and how what comes of it begins: the rows and a part of the first and the last, or an error. */
    private static final Map<String, String> HAZARDS = new LinkedHashMap<>();

    static {
        HAZARDS.put("a chunk is emptied while it is read", "60 rows: 0 emptied 0 0.0 text 0 … 59000 emptied");
        HAZARDS.put("a chunk is emptied before it was converted", "the read of Hazard failed: ");
        HAZARDS.put("a row changes while it is copied", "");
        HAZARDS.put("values with __del__", "5000 rows: 0 gone 0 … 4999 gone 4999");
        HAZARDS.put("garbage is collected all the time", "3000 rows: 0 [0, 0] … 2999 [2999, 2999]");
        HAZARDS.put("a list in itself as text", "1 rows: [[...]]");
        HAZARDS.put("a list in itself", REFUSED);
        HAZARDS.put("a huge int", REFUSED);
        HAZARDS.put("a huge int as a decimal", REFUSED);
        HAZARDS.put("a huge int as a double", REFUSED);
        HAZARDS.put("huge texts", "3 rows: 1 100000000 bytes … 3 100000000 bytes");
        HAZARDS.put("many columns", "20 rows: 0 1 2");
        HAZARDS.put("lying subclasses", "1 rows: 5 text");
        HAZARDS.put("a lying tuple", "1 rows: 1 x");
        HAZARDS.put("a tuple that is longer than it says", "[Hazard::read] PySparkRuntimeError: ");
        HAZARDS.put("what pretends to be an int", REFUSED);
        HAZARDS.put("immortal values", "100000 rows: 0  null a … 4  null a");
        HAZARDS.put("rows are refused after others were stolen", REFUSED);
        HAZARDS.put("rows come slowly", "closed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"address", "marshal", "calls"})
    void theProcessOutlivesThem(String carrier) throws Exception {
        // Only the first depends on how a version lays its objects out.
        assumeTrue(carrier.equals("address") || OnFewerVersions.isOneOfThem());
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .flag("-Dio.pysail.sdk.cpython.rows=" + carrier)
                .flag("-Dstdout.encoding=UTF-8")
                .flag("-Xmx1g")
                .deadline(Duration.ofMinutes(5))
                .run(Hazards.class, CallerThreadTest.interpreter());

        assertThat(outcome.status()).as(outcome.all()).isZero();
        Map<String, String> found = new LinkedHashMap<>();
        outcome.out().lines().map(line -> line.split(" -> ", 2)).forEach(pair -> found.put(pair[0], pair[1]));
        assertThat(found.keySet()).as(outcome.all()).containsExactlyElementsOf(HAZARDS.keySet());
        Map<String, String> expected = new LinkedHashMap<>(HAZARDS);
        if (carrier.equals("marshal")) { // makes bytes of all columns at once
            expected.put(
                    "a chunk is emptied before it was converted",
                    "60 rows: 0 emptied printed 0 … 59000 emptied printed 59");
        }
        expected.forEach(
                (hazard, begin) -> assertThat(found.get(hazard)).as(hazard).startsWith(begin));
    }

    /** Reads all of them, one after the other, and prints what came of each. */
    static final class Hazards {
        public static void main(String[] args) throws Exception {
            PythonEnvironment environment = PythonEnvironment.of(Path.of(args[0]));
            try (PythonExecutor executor = new InProcessExecutorProvider().create(environment, ExecutorOptions.none());
                    DataSources sources = DataSources.over(executor)) {
                for (String hazard : HAZARDS.keySet()) {
                    String outcome =
                            hazard.equals("rows come slowly") ? closeAtAnyTime(sources, hazard) : read(sources, hazard);
                    String line = hazard + " -> " + outcome.lines().findFirst().orElse("") + "\n";
                    System.out.write(line.getBytes(StandardCharsets.UTF_8));
                    System.out.flush();
                }
            }
            PythonRuntime.start(environment).exit(0);
        }

        private static DataSource open(DataSources sources, String hazard) {
            return sources.named(SOURCE + ":Hazard")
                    .options(Map.of("what", hazard))
                    .open();
        }

        private static String read(DataSources sources, String hazard) {
            long rows = 0;
            String first = "";
            String last = "";
            try (DataSource source = open(sources, hazard)) {
                Scan scan = source.scan().plan();
                try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                    while (reader.next()) {
                        reader.batch().validate();
                        long count = reader.batch().rowCount();
                        try (BatchView view = reader.batch().read()) {
                            first = rows == 0 ? row(view, 0) : first;
                            last = row(view, count - 1);
                        }
                        rows += count;
                    }
                }
            } catch (SailException e) {
                return String.valueOf(e.getMessage());
            }
            return rows + " rows: " + first + " … " + last;
        }

        private static String row(BatchView view, long row) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < Math.min(5, view.schema().fields().size()); i++) {
                String value = String.valueOf(view.column(i).toJava(row));
                int bytes = value.length() < 1000 ? 0 : value.getBytes(StandardCharsets.UTF_8).length;
                text.append(i == 0 ? "" : " ").append(bytes == 0 ? value : bytes + " bytes");
            }
            return text.toString();
        }

        /** While rows are taken, and while they are stolen. */
        private static String closeAtAnyTime(DataSources sources, String hazard) throws InterruptedException {
            long longest = 0;
            for (int i = 0; i < 40; i++) {
                try (DataSource source = open(sources, hazard)) {
                    Scan scan = source.scan().plan();
                    BatchReader reader = scan.read(scan.partitions().getFirst());
                    reader.next();
                    Thread.sleep(i);
                    long start = System.nanoTime();
                    reader.close();
                    longest = Math.max(longest, System.nanoTime() - start);
                }
            }
            return longest < 900_000_000L ? "closed" : "closed only after " + longest + " ns";
        }
    }
}
