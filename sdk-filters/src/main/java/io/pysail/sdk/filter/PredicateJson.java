package io.pysail.sdk.filter;

import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * Predicates in JSON: an object with the version of the form and the predicate, or several.
 *
 * <p>A predicate is an object with the name of its class as {@code type} and the components of its record. The text is
 * ASCII, so that halves of surrogate pairs survive wherever it is stored.
 */
final class PredicateJson {
    /** How deep predicates may lie within each other. */
    static final int DEEPEST = 500;

    private static final int VERSION = 1;
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    private PredicateJson() {}

    static String write(Predicate predicate) {
        return document(json -> {
            json.writeName("predicate");
            write(predicate, json, 1);
        });
    }

    static String writeAll(List<Predicate> predicates) {
        return document(json -> {
            json.writeArrayPropertyStart("predicates");
            predicates.forEach(predicate -> write(predicate, json, 1));
            json.writeEndArray();
        });
    }

    private static String document(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeNumberProperty("version", VERSION);
            content.accept(json);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static void write(Predicate predicate, JsonGenerator json, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        json.writeStartObject();
        json.writeStringProperty("type", predicate.getClass().getSimpleName());
        switch (predicate) {
            case Comparison comparison -> {
                write("column", comparison.column(), json);
                json.writeName("value");
                LiteralJson.write(comparison.value(), json);
            }
            case In(var column, var values) -> {
                write("column", column, json);
                json.writeArrayPropertyStart("values");
                values.forEach(value -> LiteralJson.write(value, json));
                json.writeEndArray();
            }
            case IsNull(var column) -> write("column", column, json);
            case IsNotNull(var column) -> write("column", column, json);
            case StringMatch match -> {
                write("column", match.column(), json);
                json.writeStringProperty("value", match.value());
            }
            case Not(var child) -> {
                json.writeName("child");
                write(child, json, depth + 1);
            }
            case And(var parts) -> write(parts, json, depth);
            case Or(var parts) -> write(parts, json, depth);
            case AlwaysTrue(), AlwaysFalse() -> {}
            case Like like -> {
                write("column", like.column(), json);
                json.writeStringProperty("pattern", like.pattern());
                json.writeStringProperty("escape", String.valueOf(like.escape()));
                json.writeBooleanProperty("ignoreCase", like.ignoreCase());
            }
            case ColumnComparison(var left, var operator, var right) -> {
                write("left", left, json);
                json.writeStringProperty("operator", operator.sql());
                write("right", right, json);
            }
        }
        json.writeEndObject();
    }

    private static void write(String name, Column column, JsonGenerator json) {
        json.writeArrayPropertyStart(name);
        column.path().forEach(json::writeString);
        json.writeEndArray();
    }

    private static void write(List<Predicate> parts, JsonGenerator json, int depth) {
        json.writeArrayPropertyStart("parts");
        parts.forEach(part -> write(part, json, depth + 1));
        json.writeEndArray();
    }

    static Predicate read(String text) {
        return PredicateReader.read(content(text, "predicate"), 1);
    }

    static List<Predicate> readAll(String text) {
        return content(text, "predicates").array().stream()
                .map(json -> PredicateReader.read(json, 1))
                .toList();
    }

    private static JsonValue content(String text, String name) {
        JsonValue document = JsonValue.parse(text);
        JsonValue version = document.member("version");
        if (!version.integer().equals(BigInteger.valueOf(VERSION))) {
            throw otherVersion(version);
        }
        document.requireOnly(Set.of("version", name));
        return document.member(name);
    }

    private static PredicateException otherVersion(JsonValue version) {
        return version.failed(
                "the JSON is of version " + version.integer() + ", but this SDK reads version " + VERSION + " only");
    }

    static PredicateException tooDeep() {
        return PredicateException.of("predicates are nested deeper than " + DEEPEST + " levels");
    }
}
