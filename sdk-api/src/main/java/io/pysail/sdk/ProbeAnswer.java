package io.pysail.sdk;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** Reads what {@code probe.py} writes: one JSON object of names and plain values. */
final class ProbeAnswer {
    private static final JsonFactory JSON = new JsonFactory();

    private ProbeAnswer() {}

    /**
     * The values as text, in their order, without those that are null; what follows the object is not looked at, since
     * an interpreter may print more when it ends.
     *
     * @throws tools.jackson.core.JacksonException if the text does not start with such an object
     */
    static Map<String, String> parse(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), text)) {
            require(json, json.nextToken() == JsonToken.START_OBJECT);
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                require(json, value != null && value.isScalarValue());
                if (value != JsonToken.VALUE_NULL) {
                    values.put(name, json.getString());
                }
            }
        }
        return Collections.unmodifiableMap(values);
    }

    private static void require(JsonParser json, boolean condition) {
        if (!condition) {
            throw unexpected(json);
        }
    }

    private static StreamReadException unexpected(JsonParser json) {
        return new StreamReadException(json, "not an object of plain values");
    }
}
