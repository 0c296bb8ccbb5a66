package io.pysail.sdk.cli;

import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.filter.Predicate;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** The figures of a read, which {@code --stats} prints as one JSON object. */
final class ReadStats {
    private final List<Long> readNanos = new ArrayList<>();
    private long rows;
    private long batches;
    private long bytes;
    private int partitions;
    private List<String> pushed = List.of();
    private List<String> residual = List.of();
    private long planNanos;

    /** Begins a pass over all the data: rows and bytes are those of the last one. */
    void beginPass(Scan scan, long nanos) {
        rows = 0;
        batches = 0;
        bytes = 0;
        partitions = scan.partitions().size();
        pushed = scan.pushdown().pushed().stream().map(Predicate::toString).toList();
        residual = scan.residual().stream()
                .map(each -> each.predicate().toString())
                .toList();
        planNanos = nanos;
    }

    void add(long moreRows, long moreBytes) {
        rows += moreRows;
        batches++;
        bytes += moreBytes;
    }

    void endPass(long nanos) {
        readNanos.add(nanos);
    }

    void print(PrintWriter out, String executor, String python, boolean repeated, @Nullable Sums sums) {
        Json.print(out, json -> {
            json.writeStartObject();
            json.writeNumberProperty("rows", rows);
            json.writeNumberProperty("batches", batches);
            json.writeNumberProperty("bytes", bytes);
            json.writeNumberProperty("partitions", partitions);
            json.writeStringProperty("executor", executor);
            json.writeStringProperty("python", python);
            texts(json, "pushed", pushed);
            texts(json, "residual", residual);
            json.writeName("seconds");
            json.writeStartObject();
            json.writeNumberProperty("plan", Figures.seconds(planNanos));
            Figures.times(json, "read", readNanos, repeated);
            json.writeEndObject();
            Figures.ending(json, rows, readNanos.getLast());
            if (sums != null) {
                sums.write(json);
            }
            json.writeEndObject();
        });
        out.flush();
    }

    /**
     * The checksums of the columns.
     *
     * @param schema the columns
     * @param values their sums, as unsigned numbers
     */
    record Sums(ArrowSchema schema, List<Long> values) {
        void write(JsonGenerator json) {
            json.writeName("checksum");
            json.writeStartObject();
            for (int i = 0; i < values.size(); i++) {
                json.writeName(schema.fields().get(i).name());
                json.writeNumber(Long.toUnsignedString(values.get(i)));
            }
            json.writeEndObject();
        }
    }

    private static void texts(JsonGenerator json, String name, List<String> texts) {
        json.writeName(name);
        json.writeStartArray();
        texts.forEach(json::writeString);
        json.writeEndArray();
    }
}
