package io.pysail.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What JDK Flight Recorder has of a read. */
class PartitionReadEventTest {
    private static final String NAME = "io.pysail.sdk.PartitionRead";

    @TempDir
    private Path folder;

    @Test
    void aReadIsRecordedWithItsFigures() throws IOException {
        RecordedEvent event = recorded(reader -> {
            while (reader.next()) {
                assertThat(reader.batch().rowCount()).isEqualTo(3);
            }
        });

        assertThat(event.getString("source")).isEqualTo("numbers");
        assertThat(event.getInt("partition")).isOne();
        assertThat(event.getLong("rows")).isEqualTo(12);
        assertThat(event.getLong("batches")).isEqualTo(4);
        assertThat(event.getLong("bytes")).isEqualTo(12 * Long.BYTES);
        assertThat(event.getDuration("waited"))
                .isGreaterThanOrEqualTo(Duration.ZERO)
                .isLessThanOrEqualTo(event.getDuration());
        assertThat(event.getBoolean("cancelled")).isFalse();
        assertThat(event.getEventType().getCategoryNames()).containsExactly("Sail", "Python Data Sources");
    }

    @Test
    void aReadThatWasCancelledSaysSo() throws IOException {
        RecordedEvent event = recorded(BatchReader::cancel);

        assertThat(event.getBoolean("cancelled")).isTrue();
        assertThat(event.getLong("rows")).isZero();
    }

    @Test
    void aReadThatWasClosedEarlyWasNotCancelled() throws IOException {
        RecordedEvent event = recorded(reader -> assertThat(reader.next()).isTrue());

        assertThat(event.getBoolean("cancelled")).isFalse();
        assertThat(event.getLong("rows")).isEqualTo(3);
    }

    @Test
    void withoutARecordingNothingIsKept() {
        read(InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4), BatchReader::cancel);

        assertThat(new PartitionReadEvent().isEnabled()).isFalse();
    }

    @Test
    void aReadThatTheReaderRefusedWasNotCancelled() throws IOException {
        InMemoryExecutor executor = InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4);
        MemoryListener refusing = new MemoryListener() {
            @Override
            public void reserve(long bytes) {
                throw new IllegalStateException("full");
            }

            @Override
            public void release(long bytes) {}
        };
        RecordedEvent event = recording(() -> {
            try (DataSources sources = DataSources.builder(executor)
                            .memoryListener(refusing)
                            .build();
                    DataSource source = sources.named("numbers").open()) {
                Scan scan = source.scan().plan();
                try (BatchReader reader = scan.read(scan.partitions().get(1))) {
                    assertThat(catchThrowable(reader::next)).hasMessage("full");
                }
            }
        });

        assertThat(event.getBoolean("cancelled")).isFalse();
    }

    private RecordedEvent recorded(Consumer<BatchReader> use) throws IOException {
        return recording(() -> read(InMemoryExecutor.giving(i -> Batches.longs(3L * i, 3), 4), use));
    }

    private RecordedEvent recording(Runnable use) throws IOException {
        try (Recording recording = new Recording()) {
            recording.enable(NAME).withoutThreshold();
            recording.start();
            use.run();
            recording.stop();
            Path file = folder.resolve("reads.jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()
                    .filter(event -> event.getEventType().getName().equals(NAME))
                    .toList();
            assertThat(events).hasSize(1);
            return events.getFirst();
        }
    }

    private static void read(InMemoryExecutor executor, Consumer<BatchReader> use) {
        try (DataSources sources = DataSources.over(executor);
                DataSource source = sources.named("numbers").open()) {
            Scan scan = source.scan().plan();
            try (BatchReader reader = scan.read(scan.partitions().get(1))) {
                use.accept(reader);
            }
        }
    }
}
