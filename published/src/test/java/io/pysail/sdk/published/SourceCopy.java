package io.pysail.sdk.published;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSourceSpec;
import io.pysail.sdk.Partition;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.Scan;
import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteJob;
import java.util.ArrayList;
import java.util.List;

/** Writes what a source reads to another one. */
final class SourceCopy {
    private SourceCopy() {}

    /** Each partition is a task of its own, one after the other. */
    static void copy(DataSourceSpec from, DataSourceSpec to, SaveMode mode) {
        try (DataSource source = from.open()) {
            Scan scan = source.scan().plan();
            try (WriteJob job = to.write(scan.schema(), mode)) {
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
