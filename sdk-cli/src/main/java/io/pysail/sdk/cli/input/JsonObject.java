package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** Adds the values of objects to the columns of their names; the row itself is the caller's to end. */
final class JsonObject {
    private final List<ArrowField> fields;
    private final ColumnBuilder[] columns;
    private final JsonValue[] values;
    private final Map<String, Integer> byName = new HashMap<>();

    /** The number of the last object that had the field. */
    private final long[] lastSeen;

    private long objects;

    private JsonObject(List<ArrowField> fields, IntFunction<ColumnBuilder> columns) {
        this.fields = fields;
        this.columns = new ColumnBuilder[fields.size()];
        this.values = new JsonValue[fields.size()];
        this.lastSeen = new long[fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            ArrowField field = fields.get(i);
            this.columns[i] = columns.apply(i);
            this.values[i] = JsonValue.of(field, this.columns[i]);
            if (byName.put(field.name(), i) != null) {
                throw twice(field);
            }
        }
    }

    /** @throws IllegalArgumentException if there is a type that JSON has no values of, or two fields have one name */
    static JsonObject of(BatchBuilder batch) {
        return new JsonObject(batch.schema().fields(), index -> batch.column(index, ColumnBuilder.class));
    }

    /** @throws IllegalArgumentException if there is a type that JSON has no values of, or two fields have one name */
    static JsonObject of(ArrowType.Struct type, StructBuilder column) {
        return new JsonObject(type.fields(), column::child);
    }

    /** Adds the object at whose beginning the parser stands, and leaves it at its end. */
    void put(JsonParser json) throws MisfitException {
        objects++;
        int expected = 0;
        int found = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            int index = index(name, expected);
            put(json, index, name);
            expected = index + 1;
            found++;
        }
        if (found < values.length) {
            fillMissing();
        }
    }

    /** Usually they come in the same order. */
    private int index(String name, int expected) throws MisfitException {
        if (expected < values.length && fields.get(expected).name().equals(name)) {
            return expected;
        }
        @Nullable Integer index = byName.get(name);
        if (index == null) {
            throw MisfitException.unknown().within(name);
        }
        return index;
    }

    private void put(JsonParser json, int index, String name) throws MisfitException {
        try {
            if (lastSeen[index] == objects) {
                throw MisfitException.twice();
            }
            lastSeen[index] = objects;
            json.nextToken();
            values[index].put(json);
        } catch (MisfitException e) {
            throw e.within(name);
        } catch (JacksonException e) {
            throw JsonText.failed(e).within(name);
        }
    }

    private void fillMissing() throws MisfitException {
        for (int i = 0; i < values.length; i++) {
            if (lastSeen[i] != objects) {
                ArrowField field = fields.get(i);
                if (!field.nullable() && !(field.type() instanceof ArrowType.Null)) {
                    throw MisfitException.missing().within(field.name());
                }
                columns[i].appendNull();
            }
        }
    }

    private static IllegalArgumentException twice(ArrowField field) {
        return new IllegalArgumentException("two columns have the name \"" + field.name() + "\"");
    }
}
