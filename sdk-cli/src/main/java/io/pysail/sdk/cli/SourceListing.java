package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceInfo;
import io.pysail.sdk.DataSourceInfo.Capabilities;
import io.pysail.sdk.cli.output.Printable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Prints what sources there are. */
final class SourceListing {
    private SourceListing() {}

    static void text(List<DataSourceInfo> infos, PrintWriter out) {
        if (infos.isEmpty()) {
            out.println("No sources were found. A package makes its own known by an entry point of the group"
                    + " sail.datasources; any other is opened as module:Class or path/to/file.py:Class.");
            return;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("NAME", "CLASS", "FROM", "CAN"));
        for (DataSourceInfo info : infos) {
            rows.add(List.of(
                    info.name(),
                    info.reference(),
                    info.provider().orElse("-"),
                    info.problem().map(_ -> "see below").orElseGet(() -> abilities(info))));
        }
        AlignedColumns.print(rows, out);
        infos.forEach(info ->
                info.problem().ifPresent(problem -> out.println("\n" + Printable.text(info.name() + ": " + problem))));
    }

    static void json(List<DataSourceInfo> infos, PrintWriter out) {
        Json.print(out, json -> {
            json.writeStartArray();
            infos.forEach(info -> write(info, json));
            json.writeEndArray();
        });
    }

    private static void write(DataSourceInfo info, JsonGenerator json) {
        json.writeStartObject();
        json.writeStringProperty("name", info.name());
        json.writeStringProperty("class", info.reference());
        Json.optional(json, "from", info.provider());
        info.capabilities().ifPresent(found -> {
            json.writeName("can");
            json.writeStartArray();
            words(found).forEach(json::writeString);
            json.writeEndArray();
        });
        Json.optional(json, "problem", info.problem());
        json.writeEndObject();
    }

    private static String abilities(DataSourceInfo info) {
        return info.capabilities().map(found -> String.join(", ", words(found))).orElse("-");
    }

    private static List<String> words(Capabilities found) {
        List<String> words = new ArrayList<>();
        if (found.reads()) {
            words.add("read");
        }
        if (Boolean.TRUE.equals(found.filters())) {
            words.add("filter");
        }
        if (found.writes()) {
            words.add("write");
        }
        if (found.readsStreams()) {
            words.add("read stream");
        }
        if (found.writesStreams()) {
            words.add("write stream");
        }
        return words;
    }
}
