package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads what {@link PredicateJson} writes. */
final class PredicateReader {
    private PredicateReader() {}

    static Predicate read(JsonValue json, int depth) {
        if (depth > PredicateJson.DEEPEST) {
            throw PredicateJson.tooDeep();
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
                yield new Not(read(json.member("child"), depth + 1));
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
                .map(part -> read(part, depth + 1))
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
}
