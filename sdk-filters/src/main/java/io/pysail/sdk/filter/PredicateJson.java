package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashSet;
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
        return predicate(content(text, "predicate"), 1);
    }

    static List<Predicate> readAll(String text) {
        return content(text, "predicates").array().stream()
                .map(json -> predicate(json, 1))
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

    private static Predicate predicate(JsonValue json, int depth) {
        if (depth > DEEPEST) {
            throw tooDeep();
        }
        String type = json.member("type").text();
        return switch (type) {
            case "EqualTo" -> comparison(json, Operator.EQUAL);
            case "EqualNullSafe" -> comparison(json, Operator.EQUAL_NULL_SAFE);
            case "LessThan" -> comparison(json, Operator.LESS);
            case "LessThanOrEqual" -> comparison(json, Operator.LESS_OR_EQUAL);
            case "GreaterThan" -> comparison(json, Operator.GREATER);
            case "GreaterThanOrEqual" -> comparison(json, Operator.GREATER_OR_EQUAL);
            case "In" -> {
                requireMembers(json, "column", "values");
                yield new In(
                        column(json, "column"),
                        json.member("values").array().stream()
                                .map(LiteralJson::read)
                                .toList());
            }
            case "IsNull" -> {
                requireMembers(json, "column");
                yield new IsNull(column(json, "column"));
            }
            case "IsNotNull" -> {
                requireMembers(json, "column");
                yield new IsNotNull(column(json, "column"));
            }
            case "StringStartsWith", "StringEndsWith", "StringContains" -> match(type, json);
            case "Not" -> {
                requireMembers(json, "child");
                yield new Not(predicate(json.member("child"), depth + 1));
            }
            case "And" -> new And(parts(json, depth));
            case "Or" -> new Or(parts(json, depth));
            case "AlwaysTrue" -> {
                requireMembers(json);
                yield new AlwaysTrue();
            }
            case "AlwaysFalse" -> {
                requireMembers(json);
                yield new AlwaysFalse();
            }
            case "Like" -> like(json);
            case "ColumnComparison" -> {
                requireMembers(json, "left", "operator", "right");
                yield new ColumnComparison(
                        column(json, "left"), operator(json.member("operator")), column(json, "right"));
            }
            default -> throw json.member("type").failed("there is no predicate \"" + type + "\"");
        };
    }

    private static Predicate comparison(JsonValue json, Operator operator) {
        requireMembers(json, "column", "value");
        return Operators.compare(column(json, "column"), operator, LiteralJson.read(json.member("value")));
    }

    private static Predicate match(String type, JsonValue json) {
        requireMembers(json, "column", "value");
        Column column = column(json, "column");
        String value = json.member("value").text();
        return switch (type) {
            case "StringStartsWith" -> new StringStartsWith(column, value);
            case "StringEndsWith" -> new StringEndsWith(column, value);
            default -> new StringContains(column, value);
        };
    }

    private static List<Predicate> parts(JsonValue json, int depth) {
        requireMembers(json, "parts");
        return json.member("parts").array().stream()
                .map(part -> predicate(part, depth + 1))
                .toList();
    }

    private static Predicate like(JsonValue json) {
        requireMembers(json, "column", "pattern", "escape", "ignoreCase");
        JsonValue pattern = json.member("pattern");
        char escape = json.member("escape").character();
        try {
            return new Like(
                    column(json, "column"),
                    pattern.text(),
                    escape,
                    json.member("ignoreCase").flag());
        } catch (IllegalArgumentException e) {
            throw pattern.failed(String.valueOf(e.getMessage()));
        }
    }

    private static Column column(JsonValue json, String name) {
        List<String> path =
                json.member(name).array().stream().map(JsonValue::text).toList();
        if (path.isEmpty()) {
            throw json.member(name).failed("a column has a name");
        }
        return new Column(path);
    }

    private static Operator operator(JsonValue json) {
        return Arrays.stream(Operator.values())
                .filter(operator -> operator.sql().equals(json.text()))
                .findFirst()
                .orElseThrow(() -> json.failed("there is no operator " + json.text()));
    }

    private static void requireMembers(JsonValue json, String... names) {
        Set<String> known = new HashSet<>(List.of(names));
        known.add("type");
        json.requireOnly(known);
    }

    private static PredicateException otherVersion(JsonValue version) {
        return version.failed(
                "the JSON is of version " + version.integer() + ", but this SDK reads version " + VERSION + " only");
    }

    private static PredicateException tooDeep() {
        return PredicateException.of("predicates are nested deeper than " + DEEPEST + " levels");
    }
}
