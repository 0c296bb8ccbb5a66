package io.pysail.sdk.cli;

import io.pysail.sdk.TaskWriter;
import io.pysail.sdk.WriteMetrics;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The figures of a write, which {@code --stats} prints as one JSON object. */
final class WriteStats {
    private final List<Long> writeNanos = new ArrayList<>();
    private long planNanos;
    private long rows;
    private long batches;
    private long bytes;
    private int messages;

    /** Counts a whole write: rows and bytes are those of the last one. */
    void pass(long plan, long write, List<TaskWriter> tasks, int committed) {
        planNanos = plan;
        writeNanos.add(write);
        messages = committed;
        rows = 0;
        batches = 0;
        bytes = 0;
        for (TaskWriter task : tasks) {
            WriteMetrics metrics = task.metrics();
            rows += metrics.rows();
            batches += metrics.batches();
            bytes += metrics.bytes();
        }
    }

    void print(PrintWriter out, String executor, String python, boolean repeated) {
        Json.print(out, json -> {
            json.writeStartObject();
            json.writeNumberProperty("rows", rows);
            json.writeNumberProperty("batches", batches);
            json.writeNumberProperty("bytes", bytes);
            json.writeNumberProperty("messages", messages);
            json.writeStringProperty("executor", executor);
            json.writeStringProperty("python", python);
            json.writeName("seconds");
            json.writeStartObject();
            json.writeNumberProperty("plan", Figures.seconds(planNanos));
            Figures.times(json, "write", writeNanos, repeated);
            json.writeEndObject();
            Figures.ending(json, rows, writeNanos.getLast());
            json.writeEndObject();
        });
        out.flush();
    }
}
