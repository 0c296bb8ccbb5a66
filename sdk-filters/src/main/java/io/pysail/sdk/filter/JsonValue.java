package io.pysail.sdk.filter;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.json.JsonFactory;

/** A value of a JSON text, which knows where it stands. */
final class JsonValue {
    /** A number as it was written. */
    private record Digits(String digits, boolean whole) {}

    /** A predicate lies in an object, and its parts in an array. */
    private static final int DEEPEST = 2 * PredicateJson.DEEPEST + 10;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxNumberLength(LiteralParser.MOST_DIGITS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private final @Nullable Object value;
    private final int position;

    private JsonValue(@Nullable Object value, int position) {
        this.value = value;
        this.position = position;
    }

    /** The only value of a text. */
    static JsonValue parse(String text) {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (json.nextToken() == null) {
                throw expected("a value", text.length());
            }
            JsonValue value = read(json);
            if (json.nextToken() != null) {
                throw expected("the end", position(json.currentTokenLocation()));
            }
            return value;
        } catch (JacksonException e) {
            throw noJson(e);
        }
    }

    private static JsonValue read(JsonParser json) {
        int position = position(json.currentTokenLocation());
        return switch (Objects.requireNonNull(json.currentToken())) {
            case START_OBJECT -> {
                Map<String, JsonValue> members = new LinkedHashMap<>();
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    String name = json.currentName();
                    json.nextToken();
                    members.put(name, read(json));
                }
                yield new JsonValue(members, position);
            }
            case START_ARRAY -> {
                List<JsonValue> items = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    items.add(read(json));
                }
                yield new JsonValue(items, position);
            }
            case VALUE_STRING -> new JsonValue(json.getString(), position);
            case VALUE_NUMBER_INT -> new JsonValue(new Digits(json.getString(), true), position);
            case VALUE_NUMBER_FLOAT -> new JsonValue(new Digits(json.getString(), false), position);
            case VALUE_TRUE -> new JsonValue(true, position);
            case VALUE_FALSE -> new JsonValue(false, position);
            case VALUE_NULL -> new JsonValue(null, position);
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw expected("a value", position);
        };
    }

    private static int position(TokenStreamLocation location) {
        return (int) location.getCharOffset();
    }

    /** A member of an object. */
    JsonValue member(String name) {
        JsonValue member = object().get(name);
        if (member == null) {
            throw failed("\"" + name + "\" is missing");
        }
        return member;
    }

    /** Refuses members with other names. */
    void requireOnly(Set<String> names) {
        object().forEach((name, member) -> {
            if (!names.contains(name)) {
                throw member.failed("\"" + name + "\" is not known here");
            }
        });
    }

    private Map<String, JsonValue> object() {
        if (value instanceof Map<?, ?> members) {
            @SuppressWarnings("unchecked") // no other maps are made
            Map<String, JsonValue> checked = (Map<String, JsonValue>) members;
            return checked;
        }
        throw expected("an object", position);
    }

    List<JsonValue> array() {
        if (value instanceof List<?> items) {
            @SuppressWarnings("unchecked") // no other lists are made
            List<JsonValue> checked = (List<JsonValue>) items;
            return checked;
        }
        throw expected("an array", position);
    }

    boolean isText() {
        return value instanceof String;
    }

    String text() {
        if (value instanceof String text) {
            return text;
        }
        throw expected("a string", position);
    }

    char character() {
        String text = text();
        if (text.length() != 1) {
            throw expected("one character", position);
        }
        return text.charAt(0);
    }

    boolean flag() {
        if (value instanceof Boolean flag) {
            return flag;
        }
        throw expected("true or false", position);
    }

    BigInteger integer() {
        if (value instanceof Digits(String digits, boolean whole) && whole) {
            return new BigInteger(digits);
        }
        throw expected("an integer", position);
    }

    double finite() {
        if (value instanceof Digits(String digits, boolean _)) {
            double number = Double.parseDouble(digits);
            if (Double.isFinite(number)) {
                return number;
            }
        }
        throw expected("a number in double precision", position);
    }

    /** An error at this value. */
    PredicateException failed(String message) {
        return PredicateException.at(position, message);
    }

    private static PredicateException expected(String what, int position) {
        return PredicateException.at(position, "expected " + what);
    }

    private static PredicateException noJson(JacksonException cause) {
        TokenStreamLocation location = cause.getLocation();
        return PredicateException.at(
                location == null ? -1 : position(location), "this is no JSON: " + cause.getOriginalMessage(), cause);
    }
}
