package io.pysail.sdk.examples.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads of sources that take turns. */
@Timeout(120)
class GovernedReadsTest {
    @TempDir
    private Path folder;

    @Test
    void noMoreReadsThanTurnsMakeRowsAtOnce() throws Exception {
        try (PythonExecutor executor = Governed.open(_ -> {}, "turns=2")) {
            assertThat(together(executor)).hasSize(8 * 30).contains(2L).allMatch(number -> number <= 2);
        }
    }

    /** What the test above would see if nobody took turns. */
    @Test
    void withoutFewerTurnsThanReadsAllMakeRowsAtOnce() throws Exception {
        try (PythonExecutor executor = Governed.open(_ -> {}, "turns=8")) {
            assertThat(together(executor)).anyMatch(number -> number > 2);
        }
    }

    @Test
    void aScanOfOnePartitionIsNotKeptWaitingByOneOfMany() throws Exception {
        try (PythonExecutor executor = Governed.open(_ -> {}, "turns=1");
                DataSources sources =
                        DataSources.builder(executor).rowsPerBatch(5).build();
                DataSource many = busy(sources, 20, 1_000_000);
                DataSource single = busy(sources, 1, 20)) {
            Scan endless = many.scan().plan();
            List<BatchReader> readers =
                    endless.partitions().stream().map(endless::read).toList();
            readers.getFirst().next();

            List<Long> rows = read(single.scan().plan());

            assertThat(rows).hasSize(20);
            readers.forEach(BatchReader::close);
        }
    }

    @Test
    void whoeverClosesTheExecutorNeedNotWaitForTurns() {
        PythonExecutor executor = Governed.open(_ -> {}, "turns=1");
        DataSources sources = DataSources.over(executor);
        Scan scan = busy(sources, 20, 1_000_000).scan().plan();
        List<BatchReader> readers = scan.partitions().stream().map(scan::read).toList();
        readers.getFirst().next();

        executor.close();

        readers.forEach(BatchReader::close);
        sources.close();
    }

    @Test
    void aSourceThatHangsLosesItsTurnWhenItsReadIsClosed() throws Exception {
        Path until = folder.resolve("until");
        try (PythonExecutor executor = Governed.open(_ -> {}, "turns=1");
                DataSources sources = DataSources.over(executor);
                DataSource hanging = sources.named("busy:Hangs")
                        .option("until", until.toString())
                        .open();
                DataSource other = busy(sources, 1, 20)) {
            Scan scan = hanging.scan().plan();
            BatchReader reader = scan.read(scan.partitions().getFirst());
            reader.next();
            reader.close();
            assertThat(executor.health().abandonedReads()).isEqualTo(1);

            List<Long> rows = read(other.scan().plan());

            assertThat(rows).hasSize(20);
            Files.createFile(until);
            while (executor.health().abandonedReads() > 0) {
                Thread.sleep(10);
            }
        }
    }

    @Test
    void theAuditLogTellsWhatRanAndNoValueOfAnOption() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (PythonExecutor executor = Governed.open(lines::add, "turns=1");
                DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("busy:Busy")
                        .option("partitions", "2")
                        .option("rows", "1000000")
                        .open()) {
            Scan limited = source.scan().limit(3).plan();
            assertThat(read(limited, limited.partitions().getLast())).hasSize(3);
            Scan endless = source.scan().where("together < 10").plan();
            try (BatchReader reader = endless.read(endless.partitions().getLast())) {
                assertThat(reader.next()).isTrue();
            }
        }

        // Whether a source with a limit was stopped or had made all is not for sure.
        assertThat(lines.stream()
                        .map(line -> line.replaceAll("(batches|bytes|ms)=\\d+", "$1=…")
                                .replace("finished, rows=3,", "stopped, rows=3,")))
                .hasSize(5)
                .startsWith(
                        "opened busy:Busy[partitions, rows]",
                        "planned Busy: filters=0, taken=0, columns=2, partitions=2",
                        "read partition 1 of 2 of Busy: stopped, rows=3, batches=…, bytes=…, ms=…",
                        "planned Busy: filters=1, taken=0, columns=2, partitions=2")
                .last(STRING)
                .matches("read partition 1 of 2 of Busy: stopped, rows=\\d+, .*");
    }

    @Test
    void theAuditLogTellsFinishedFromFailedAndNotWhatTheSourceSaid() {
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        try (PythonExecutor executor = Governed.open(lines::add);
                DataSources sources = DataSources.over(executor);
                DataSource source = busy(sources, 1, 2);
                DataSource broken = busy(sources, 1, -1)) {
            Scan scan = source.scan().plan();
            assertThat(read(scan, scan.partitions().getFirst())).hasSize(2);
            Scan failing = broken.scan().plan();
            assertThatThrownBy(() -> read(failing, failing.partitions().getFirst()))
                    .hasMessageContaining("swordfish");
        }

        assertThat(lines)
                .anyMatch(line -> line.startsWith("read partition 0 of 1 of Busy: finished, rows=2, "))
                .anyMatch(line ->
                        line.startsWith("read partition 0 of 1 of Busy: failed with PYTHON_EXCEPTION, rows=0, "))
                .noneMatch(line -> line.contains("swordfish"));
    }

    private static DataSource busy(DataSources sources, int partitions, int rows) {
        return sources.named("busy:Busy")
                .options(Map.of("partitions", partitions + "", "rows", rows + ""))
                .open();
    }

    /** For each row how many reads were making one, with eight of them. */
    private static List<Long> together(PythonExecutor executor) throws Exception {
        try (DataSources sources = DataSources.builder(executor).rowsPerBatch(5).build();
                DataSource source = busy(sources, 8, 30)) {
            return read(source.scan().plan());
        }
    }

    private static List<Long> read(Scan scan) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<Long>>> parts = scan.partitions().stream()
                    .map(partition -> threads.submit(() -> read(scan, partition)))
                    .toList();
            List<Long> all = new ArrayList<>();
            for (Future<List<Long>> part : parts) {
                all.addAll(part.get());
            }
            return all;
        }
    }

    private static List<Long> read(Scan scan, Partition partition) {
        List<Long> values = new ArrayList<>();
        try (BatchReader reader = scan.read(partition)) {
            while (reader.next()) {
                try (BatchView view = reader.batch().read()) {
                    LongColumn column = view.column("together").as(LongColumn.class);
                    Stream.iterate(0L, row -> row < view.rowCount(), row -> row + 1)
                            .forEach(row -> values.add(column.get(row)));
                }
            }
        }
        return values;
    }
}
