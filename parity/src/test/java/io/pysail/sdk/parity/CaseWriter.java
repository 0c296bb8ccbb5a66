package io.pysail.sdk.parity;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.SailException;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.Scan;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes cases here: each partition that is read is a task, one after the other. */
final class CaseWriter {
    private final DataSources sources;

    CaseWriter(DataSources sources) {
        this.sources = sources;
    }

    Outcome write(ParityCase parity, ParityCase.Write write) throws IOException {
        Path log = Files.createTempFile("told", ".log");
        try {
            Outcome.Failed error = null;
            try {
                copy(parity, write, log);
            } catch (SailException e) {
                error = Outcome.Failed.of("write", e);
            }
            List<@Nullable Object> told = new ArrayList<>();
            for (String line : Files.readAllLines(log)) {
                told.add(JsonTree.read(line));
            }
            return new Outcome.Written(told, error);
        } finally {
            Files.delete(log);
        }
    }

    private void copy(ParityCase parity, ParityCase.Write write, Path log) {
        SaveMode mode = SaveMode.valueOf(write.mode().toUpperCase(Locale.ROOT));
        try (DataSource source =
                sources.named(parity.source()).options(parity.options()).open()) {
            Scan scan = source.scan().plan();
            try (WriteJob job = sources.named(write.sink())
                    .options(write.options())
                    .option("log", log + "")
                    .write(scan.schema(), mode)) {
                List<CommitMessage> messages = new ArrayList<>();
                for (Partition partition : scan.partitions()) {
                    try (BatchReader reader = scan.read(partition);
                            TaskWriter task = job.task(partition.index())) {
                        while (reader.next()) {
                            task.write(reader.batch());
                        }
                        messages.add(task.finish());
                    }
                }
                job.commit(messages);
            }
        }
    }
}
