package io.pysail.sdk.parity;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** JSON as maps, lists, texts, {@link BigInteger}s, booleans and nulls, which compare by value. */
final class JsonTree {
    private static final JsonFactory JSON = JsonFactory.builder().build();

    private final JsonParser parser;

    private JsonTree(JsonParser parser) {
        this.parser = parser;
    }

    /** The one value in a file. */
    static @Nullable Object read(Path file) {
        return read(JSON.createParser(ObjectReadContext.empty(), file));
    }

    /** The one value in a text. */
    static @Nullable Object read(String text) {
        return read(JSON.createParser(ObjectReadContext.empty(), text));
    }

    private static @Nullable Object read(JsonParser opened) {
        try (JsonParser parser = opened) {
            parser.nextToken();
            return new JsonTree(parser).value();
        }
    }

    private @Nullable Object value() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> array();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_STRING -> parser.getString();
            default -> throw new IllegalStateException("unexpected " + parser.currentToken());
        };
    }

    private Map<String, @Nullable Object> object() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, value());
        }
        return fields;
    }

    private List<@Nullable Object> array() {
        List<@Nullable Object> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value());
        }
        return items;
    }
}
