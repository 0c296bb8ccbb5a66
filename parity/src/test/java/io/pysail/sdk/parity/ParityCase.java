package io.pysail.sdk.parity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way to read one source, perhaps to write it to another, and what PySpark made of it.
 *
 * @param source a name or a reference
 * @param options texts by name
 * @param paths of the load
 * @param schema as the user gives it
 * @param write what becomes of the rows
 * @param difference what is expected not to be the same
 * @param pyspark what came out of PySpark
 */
record ParityCase(
        String title,
        String source,
        Map<String, String> options,
        List<String> paths,
        @Nullable String schema,
        @Nullable Write write,
        @Nullable Difference difference,
        Outcome pyspark) {

    /**
     * Where the rows go.
     *
     * @param sink a reference
     */
    record Write(String sink, Map<String, String> options, String mode) {}

    /** What both sides do: each a condition or rows. */
    record Difference(
            String section,
            @Nullable Object pyspark,
            @Nullable Object here) {}

    /** The cases in the file that PySpark's side wrote. */
    static List<ParityCase> read(Path file) {
        List<ParityCase> cases = new ArrayList<>();
        if (JsonTree.read(file) instanceof List<?> list) {
            for (Object each : list) {
                cases.add(of((Map<?, ?>) each));
            }
        }
        return cases;
    }

    private static ParityCase of(Map<?, ?> json) {
        return new ParityCase(
                String.valueOf(json.get("title")),
                String.valueOf(json.get("source")),
                options((Map<?, ?>) present(json, "options")),
                ((List<?>) present(json, "paths")).stream().map(String::valueOf).toList(),
                json.get("schema") instanceof String ddl ? ddl : null,
                json.get("write") instanceof Map<?, ?> write ? write(write) : null,
                json.get("differs") instanceof Map<?, ?> differs ? difference(differs) : null,
                Outcome.of((Map<?, ?>) present(json, "outcome")));
    }

    private static Object present(Map<?, ?> json, String name) {
        return Objects.requireNonNull(json.get(name), name);
    }

    private static Map<String, String> options(Map<?, ?> json) {
        Map<String, String> options = new LinkedHashMap<>();
        json.forEach((name, value) -> options.put(String.valueOf(name), String.valueOf(value)));
        return options;
    }

    private static Write write(Map<?, ?> json) {
        return new Write(
                String.valueOf(json.get("reference")),
                options((Map<?, ?>) present(json, "options")),
                String.valueOf(json.get("mode")));
    }

    private static Difference difference(Map<?, ?> json) {
        return new Difference(String.valueOf(json.get("section")), json.get("pyspark"), json.get("here"));
    }
}
