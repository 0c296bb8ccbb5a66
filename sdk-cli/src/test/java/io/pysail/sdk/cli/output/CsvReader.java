package io.pysail.sdk.cli.output;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads CSV as RFC 4180 has it, where nothing at all is a null. */
final class CsvReader {
    private final String csv;
    private int at;

    private CsvReader(String csv) {
        this.csv = csv;
    }

    static List<List<@Nullable String>> read(String csv) {
        CsvReader reader = new CsvReader(csv);
        List<List<@Nullable String>> rows = new ArrayList<>();
        while (reader.at < csv.length()) {
            rows.add(reader.row());
        }
        return rows;
    }

    private List<@Nullable String> row() {
        List<@Nullable String> fields = new ArrayList<>();
        while (true) {
            fields.add(csv.charAt(at) == '"' ? quoted() : bare());
            char end = csv.charAt(at++);
            if (end == '\n') {
                return fields;
            }
            if (end != ',') {
                throw new AssertionError(end + " behind a field at " + at);
            }
        }
    }

    private String quoted() {
        StringBuilder field = new StringBuilder();
        at++;
        while (csv.charAt(at) != '"' || csv.charAt(at + 1) == '"') {
            at += csv.charAt(at) == '"' ? 1 : 0;
            field.append(csv.charAt(at++));
        }
        at++;
        return field.toString();
    }

    private @Nullable String bare() {
        int from = at;
        while (csv.charAt(at) != ',' && csv.charAt(at) != '\n') {
            if (csv.charAt(at) == '"' || csv.charAt(at) == '\r') {
                throw new AssertionError("a field that needs quotes at " + at);
            }
            at++;
        }
        return from == at ? null : csv.substring(from, at);
    }
}
