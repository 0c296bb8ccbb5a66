package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowDataException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Arrow data of a source that do not keep the rules end, at worst, the worker that reads them. */
class SubprocessDamagedDataTest extends FaultFixture {
    private static final String DAMAGED =
            Path.of("src", "test", "python", "damaged.py").toAbsolutePath() + ":Damaged";

    /** Of a buffer whose length is beyond all bounds a worker sends what there is of its memory. */
    private static final int MOST_ROWS = 1000;

    /** The short form: see {@link Fuzz}. */
    @Test
    @Timeout(3600)
    void damagedBatchesAreRefusedOrEndTheirWorkerAndWhatIsSoundIsRead() {
        assumeTrue(Files.isDirectory(PythonUnderTest.site()), "there is no pyarrow");
        Random random = Fuzz.random();
        Map<String, Integer> outcomes = new TreeMap<>();
        try (PythonExecutor limited = open(Map.of("memory-limit", "1GB", "workers", "2"));
                DataSources read = DataSources.over(limited)) {
            List<String> sound = List.of();
            for (Fuzz fuzz = Fuzz.begin(); fuzz.goesOn(); ) {
                int seed = random.nextInt(1 << 30);
                try (DataSource source =
                        read.named(DAMAGED).option("seed", String.valueOf(seed)).open()) {
                    Scan scan = source.scan().plan();
                    List<String> rows = rows(scan, 0);
                    assertThat(rows)
                            .hasSize(50)
                            .contains("48 name-48 long-48 [] {x=24.0, y=48} [a=48] kind-0 true 4800.00");
                    assertThat(sound.isEmpty() ? rows : sound).isEqualTo(rows);
                    sound = rows;
                    for (int i = 1; i < scan.partitions().size(); i++) {
                        outcomes.merge(outcome(scan, i, sound), 1, Integer::sum);
                    }
                }
            }
        }
        Fuzz.print("damaged Arrow data", outcomes);
        assertThat(outcomes).containsKey("refused");
    }

    private static String outcome(Scan scan, int partition, List<String> sound) {
        List<String> rows = new ArrayList<>();
        try (BatchReader reader = scan.read(scan.partitions().get(partition))) {
            while (rows.size() < MOST_ROWS && reader.next()) {
                if (!rows.isEmpty()) {
                    reader.validate();
                }
                rowsInto(rows, reader.batch());
            }
            return "harmless";
        } catch (ArrowDataException e) {
            return "refused";
        } catch (DataSourceException e) {
            return e.reason().contains("SIG") ? "killed" : "refused";
        } finally {
            assertThat(rows.stream().limit(50)).isEqualTo(sound.subList(0, Math.min(50, rows.size())));
        }
    }
}
