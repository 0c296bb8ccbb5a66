package io.pysail.sdk.subprocess;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/**
 * A payload of a JSON object and of bytes, the blobs, which follow it and whose lengths it lists; or of the object alone.
 *
 * <p>Immutable.
 */
final class JsonMessage {
    private static final int DEEPEST = 64;
    private static final int MOST_JSON_BYTES = 64 << 20;

    /** Each becomes an object: what a short text can demand is bounded by these. */
    private static final int MOST_TOKENS = 4 << 20;

    private static final String BLOBS = "blobs";

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Java's texts may hold halves of characters, which only an escape can express.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxTokenCount(MOST_TOKENS)
                    .maxStringLength(MOST_JSON_BYTES)
                    .maxNameLength(MOST_JSON_BYTES)
                    .build())
            .build();

    private final Map<String, Object> json;
    private final byte[] payload;
    private final int[] ends;

    /** @param ends where the object ends in the payload, and then each blob */
    private JsonMessage(Map<String, Object> json, byte[] payload, int[] ends) {
        this.json = json;
        this.payload = payload;
        this.ends = ends;
    }

    /**
     * Reads a payload.
     *
     * @param payload bytes that nobody changes from now on
     * @throws ProtocolException if it is not of this form
     */
    static JsonMessage parse(byte[] payload) throws ProtocolException {
        int end = jsonEnd(payload);
        Map<String, Object> json = object(payload, Integer.BYTES, end);
        Object blobs = json.remove(BLOBS);
        return new JsonMessage(
                Collections.unmodifiableMap(json), payload, ends(end, blobs == null ? List.of() : blobs, payload));
    }

    /**
     * Reads a payload that is nothing but JSON, without a length in front.
     *
     * @param payload bytes that nobody changes from now on
     * @throws ProtocolException if it is not of this form
     */
    static JsonMessage parsePlain(byte[] payload) throws ProtocolException {
        if (payload.length > MOST_JSON_BYTES) {
            throw new ProtocolException("JSON of " + payload.length + " bytes is too long");
        }
        Map<String, Object> json = object(payload, 0, payload.length);
        return new JsonMessage(Collections.unmodifiableMap(json), payload, new int[] {payload.length});
    }

    /**
     * Writes a payload.
     *
     * @param json values as {@link #json()} has them; whole numbers may be of any type
     * @param blobs the bytes beside it
     * @throws io.pysail.sdk.UsageException if all of it is more than a message may have
     */
    static byte[] of(Map<String, ?> json, List<byte[]> blobs) {
        Map<String, Object> members = new LinkedHashMap<>(json);
        if (!blobs.isEmpty()) {
            members.put(BLOBS, blobs.stream().map(blob -> blob.length).toList());
        }
        byte[] text = plain(members);
        long bytes = Integer.BYTES
                + text.length
                + blobs.stream().mapToLong(blob -> blob.length).sum();
        if (bytes > FrameDecoder.MOST_MESSAGE_BYTES) {
            throw FrameEncoder.tooLong(bytes);
        }
        ByteBuffer payload = ByteBuffer.allocate((int) bytes).order(ByteOrder.LITTLE_ENDIAN);
        payload.putInt(text.length).put(text);
        blobs.forEach(payload::put);
        return payload.array();
    }

    /**
     * Writes a payload that is nothing but JSON.
     *
     * @param json as for {@link #of}
     */
    static byte[] plain(Map<String, ?> json) {
        var text = new ByteArrayOutputStream();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), text)) {
            write(generator, json);
        }
        return text.toByteArray();
    }

    /** The object without the lengths of blobs: values are {@code Map}, {@code List}, {@code String}, {@code Long},
     * {@code Double}, {@code Boolean}, null. */
    Map<String, Object> json() {
        return json;
    }

    /** How many blobs there are. */
    int blobs() {
        return ends.length - 1;
    }

    /**
     * A copy of a blob.
     *
     * @throws IndexOutOfBoundsException if there is none with that number
     */
    byte[] blob(int i) {
        Objects.checkIndex(i, blobs());
        return Arrays.copyOfRange(payload, ends[i], ends[i + 1]);
    }

    /**
     * A member that must be a text.
     *
     * @throws ProtocolException if it is not
     */
    String text(String name) throws ProtocolException {
        if (json.get(name) instanceof String text) {
            return text;
        }
        throw notThere("text", name);
    }

    /**
     * A member that must be a whole number.
     *
     * @throws ProtocolException if it is not
     */
    long number(String name) throws ProtocolException {
        if (json.get(name) instanceof Long number) {
            return number;
        }
        throw notThere("whole number", name);
    }

    private static int jsonEnd(byte[] payload) throws ProtocolException {
        try {
            long length = Integer.toUnsignedLong(
                    ByteBuffer.wrap(payload).order(ByteOrder.LITTLE_ENDIAN).getInt());
            if (length > payload.length - Integer.BYTES || length > MOST_JSON_BYTES) {
                throw new ProtocolException("JSON of " + length + " bytes does not fit a payload of " + payload.length);
            }
            return Integer.BYTES + (int) length;
        } catch (BufferUnderflowException e) {
            throw new ProtocolException("a payload of " + payload.length + " bytes has no room for JSON", e);
        }
    }

    private static int[] ends(int jsonEnd, Object blobs, byte[] payload) throws ProtocolException {
        if (!(blobs instanceof List<?> lengths)) {
            throw new ProtocolException("the lengths of blobs are not a list");
        }
        int[] ends = new int[lengths.size() + 1];
        ends[0] = jsonEnd;
        for (int i = 0; i < lengths.size(); i++) {
            if (!(lengths.get(i) instanceof Long length) || length < 0 || length > payload.length - ends[i]) {
                throw new ProtocolException("blob " + i + " is said to have " + lengths.get(i)
                        + " bytes, and the payload has " + (payload.length - ends[i]) + " left");
            }
            ends[i + 1] = ends[i] + (int) (long) length;
        }
        if (ends[lengths.size()] != payload.length) {
            throw new ProtocolException(
                    "after the last blob the payload has " + (payload.length - ends[lengths.size()]) + " bytes more");
        }
        return ends;
    }

    private static Map<String, Object> object(byte[] payload, int start, int end) throws ProtocolException {
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), payload, start, end - start)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new ProtocolException("the JSON is not an object");
            }
            Map<String, Object> object = members(json);
            if (json.nextToken() != null) {
                throw new ProtocolException("the JSON goes on after its object");
            }
            return object;
        } catch (JacksonException e) {
            throw new ProtocolException("not JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static Map<String, Object> members(JsonParser json) throws ProtocolException {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            json.nextToken();
            members.put(name, value(json));
        }
        @SuppressWarnings("NullAway") // nulls are values of JSON, and whoever reads one knows whether it may be there
        Map<String, Object> read = members;
        return read;
    }

    private static List<@Nullable Object> items(JsonParser json) throws ProtocolException {
        List<@Nullable Object> items = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(json));
        }
        return Collections.unmodifiableList(items);
    }

    private static @Nullable Object value(JsonParser json) throws ProtocolException {
        return switch (Objects.requireNonNull(json.currentToken())) {
            case START_OBJECT -> Collections.unmodifiableMap(members(json));
            case START_ARRAY -> items(json);
            case VALUE_STRING -> json.getString();
            case VALUE_NUMBER_INT -> json.getLongValue();
            case VALUE_NUMBER_FLOAT -> json.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, PROPERTY_NAME, VALUE_EMBEDDED_OBJECT ->
                throw new ProtocolException("the JSON lacks a value");
        };
    }

    private static void write(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case String text -> generator.writeString(text);
            case Boolean truth -> generator.writeBoolean(truth);
            case Integer number -> generator.writeNumber(number);
            case Long number -> generator.writeNumber(number);
            case Double number -> generator.writeNumber(number);
            case List<?> items -> {
                generator.writeStartArray();
                items.forEach(item -> write(generator, item));
                generator.writeEndArray();
            }
            case Map<?, ?> members -> {
                generator.writeStartObject();
                members.forEach((name, member) -> {
                    generator.writeName((String) name);
                    write(generator, member);
                });
                generator.writeEndObject();
            }
            default -> throw noJson(value);
        }
    }

    private static ProtocolException notThere(String what, String name) {
        return new ProtocolException("the JSON has no " + what + " named \"" + name + "\"");
    }

    private static IllegalArgumentException noJson(Object value) {
        return new IllegalArgumentException(value.getClass().getName() + " has no form in JSON");
    }
}
