package io.pysail.sdk.subprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a source that is faster than its reader costs meanwhile. */
class SubprocessSlowReadersTest extends FaultFixture {
    /** Batches that lie in slots are not the worker's own; what its allocator keeps differs by some. */
    private static final long TOLERANCE = 16 << 20;

    private long expected;

    /** The short form: -Dsail.test.slow=60 reads for a minute. */
    @ParameterizedTest
    @ValueSource(strings = {"rows", "batches"})
    void memoryStaysAndTheWorkerWaitsHoweverSlowTheReader(String form) throws Exception {
        assumeTrue(form.equals("rows") || Files.isDirectory(PythonUnderTest.site()), "there is no pyarrow");
        long nanos = Integer.getInteger("sail.test.slow", 2) * 1_000_000_000L;
        try (DataSource source = source("Floods", Map.of("form", form))) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().getFirst())) {
                long process = take(reader);
                for (int i = 0; i < 20; i++) {
                    take(reader); // until all slots were used, and all that is loaded late
                }
                long own = ownMemory(process);
                List<String> shared = sharedMemory();
                for (long start = System.nanoTime(); System.nanoTime() - start < nanos; ) {
                    Thread.sleep(50);
                    take(reader);
                    assertThat(ownMemory(process)).isLessThan(own + TOLERANCE);
                    assertThat(sharedMemory()).isEqualTo(shared);
                }

                Leaks.eventually(() -> assertThat(partOfAProcessor(process)).isLessThan(0.2));

                long before = expected;
                take(reader);
                assertThat(expected).isGreaterThan(before);
            }
        }
    }

    @Test
    void aReaderThatIsNeverClosedIsCountedAndToldOfTheExecutorsEndByTheNameOfItsSource() {
        try (DataSource source = source("Floods", Map.of("form", "rows"))) {
            Scan scan = source.scan().plan();
            BatchReader reader = scan.read(scan.partitions().getFirst());
            reader.next();
            assertThat(executor.health().runningReads()).isEqualTo(1);

            executor.close();

            assertThat(catchThrowable(() -> {
                        while (reader.next()) {}
                    }))
                    .hasMessageContaining("the executor was closed during the read of Floods");
        }
    }

    /** Takes a batch, whose numbers are those that come next, and tells whose they are. */
    private long take(BatchReader reader) {
        assertThat(reader.next()).isTrue();
        ArrowBatch batch = reader.batch();
        try (BatchView view = batch.read()) {
            LongColumn ids = (LongColumn) view.column(1);
            for (long row = 0; row < view.rowCount(); row++) {
                if (ids.get(row) != expected++) {
                    throw new AssertionError(ids.get(row) + " where " + (expected - 1) + " was to come");
                }
            }
            return ((LongColumn) view.column(0)).get(0);
        }
    }

    private static long ownMemory(long process) {
        return lines("/proc/" + process + "/status").stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }

    /** What this process has mapped of it. */
    private static List<String> sharedMemory() {
        return lines("/proc/self/maps").stream()
                .filter(line -> line.contains("/memfd:sail"))
                .toList();
    }

    /** How much of one a process uses for half a second. */
    private static double partOfAProcessor(long process) {
        long start = System.nanoTime();
        long before = ticks(process);
        try {
            TimeUnit.MILLISECONDS.sleep(500);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return (ticks(process) - before) * 1e7 / (System.nanoTime() - start);
    }

    /** Hundredths of a second that it used. */
    private static long ticks(long process) {
        String stat = lines("/proc/" + process + "/stat").getFirst();
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
