package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Adds maps: arrays of pairs, as the sinks write them; of strings also objects, as everybody else writes them. */
final class JsonMap implements JsonValue {
    private final ArrowType.MapOf type;
    private final ListBuilder column;
    private final StructBuilder entries;
    private final JsonValue keys;
    private final JsonValue values;

    JsonMap(ArrowType.MapOf type, ListBuilder column) {
        this.type = type;
        this.column = column;
        this.entries = (StructBuilder) column.items();
        ColumnBuilder key = entries.child(0);
        this.keys = JsonValue.of(type.key(), key);
        this.values = JsonValue.of(type.value(), entries.child(1));
    }

    @Override
    public void put(JsonParser json) throws MisfitException {
        boolean named =
                json.currentToken() == JsonToken.START_OBJECT && type.key().type() instanceof ArrowType.Text;
        if (named) {
            object(json, TextValue.of(type.key(), entries.child(0)));
        } else if (json.currentToken() == JsonToken.START_ARRAY) {
            pairs(json);
        } else {
            throw JsonValue.other(json, type);
        }
        column.append();
    }

    private void pairs(JsonParser json) throws MisfitException {
        while (json.nextToken() != JsonToken.END_ARRAY) {
            if (json.currentToken() != JsonToken.START_ARRAY) {
                throw MisfitException.entry();
            }
            part(json, keys);
            part(json, values);
            if (json.nextToken() != JsonToken.END_ARRAY) {
                throw MisfitException.entry();
            }
            entries.append();
        }
    }

    private static void part(JsonParser json, JsonValue value) throws MisfitException {
        if (json.nextToken() == JsonToken.END_ARRAY) {
            throw MisfitException.entry();
        }
        value.put(json);
    }

    private void object(JsonParser json, TextValue names) throws MisfitException {
        while (json.nextToken() != JsonToken.END_OBJECT) {
            names.put(json.currentName());
            json.nextToken();
            values.put(json);
            entries.append();
        }
    }
}
