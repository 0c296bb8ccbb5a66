package io.pysail.sdk.cli.input;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/** Adds lists, structs and maps that are written as JSON within something else. */
record NestedText(JsonValue values) implements TextValue {
    @Override
    public void put(String text) throws MisfitException {
        try (JsonParser json = JsonText.parser(text)) {
            put(json);
        }
    }

    @Override
    public void put(byte[] bytes, int from, int length) throws MisfitException {
        try (JsonParser json = JsonText.parser(bytes, from, length)) {
            put(json);
        }
    }

    private void put(JsonParser json) throws MisfitException {
        try {
            json.nextToken();
            values.put(json);
            if (json.nextToken() != null) {
                throw MisfitException.moreThanOne();
            }
        } catch (JacksonException e) {
            throw JsonText.failed(e);
        }
    }
}
