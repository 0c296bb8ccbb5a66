package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.FixedListBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.core.JsonToken;

/**
 * Adds values of JSON to a column. If it fails, the column may have part of a row.
 *
 * <p>Not thread-safe.
 */
@FunctionalInterface
interface JsonValue {
    /** Adds the value at whose first token the parser stands, and leaves it at the last one. */
    void put(JsonParser json) throws MisfitException;

    /**
     * What adds to a column, nulls included.
     *
     * @throws IllegalArgumentException if JSON has no such values
     */
    static JsonValue of(ArrowField field, ColumnBuilder column) {
        JsonValue value = ofValue(field, column);
        boolean nullable = field.nullable() || field.type() instanceof ArrowType.Null;
        return json -> {
            if (json.currentToken() != JsonToken.VALUE_NULL) {
                value.put(json);
            } else if (nullable) {
                column.appendNull();
            } else {
                throw MisfitException.notNull();
            }
        };
    }

    private static JsonValue ofValue(ArrowField field, ColumnBuilder column) {
        ArrowType type = field.type();
        return switch (type) {
            case ArrowType.Bool _ -> bool(type, (BooleanBuilder) column);
            case ArrowType.Int whole -> integer(IntegerText.of(whole, column), type);
            case ArrowType.Floating floating -> floating(FloatingText.of(floating, column), type);
            case ArrowType.Decimal decimal -> {
                TextValue text = new DecimalText(decimal, column);
                yield json -> {
                    if (!isNumber(json) && json.currentToken() != JsonToken.VALUE_STRING) {
                        throw other(json, type);
                    }
                    text.put(json.getString());
                };
            }
            case ArrowType.ListOf list ->
                list(of(list.item(), ((ListBuilder) column).items()), (ListBuilder) column, type);
            case ArrowType.FixedList list ->
                fixedList(of(list.item(), ((FixedListBuilder) column).items()), (FixedListBuilder) column, type);
            case ArrowType.MapOf map -> new JsonMap(map, (ListBuilder) column);
            case ArrowType.Struct struct -> struct(JsonObject.of(struct, (StructBuilder) column), column, type);
            case ArrowType.Null _,
                    ArrowType.Text _,
                    ArrowType.Binary _,
                    ArrowType.FixedBinary _,
                    ArrowType.Date _,
                    ArrowType.Time _,
                    ArrowType.Timestamp _,
                    ArrowType.Duration _,
                    ArrowType.Interval _,
                    ArrowType.Union _,
                    ArrowType.Dictionary _,
                    ArrowType.RunEndEncoded _ -> string(TextValue.of(field, column), type);
        };
    }

    private static JsonValue bool(ArrowType type, BooleanBuilder column) {
        return json -> {
            switch (json.currentToken()) {
                case VALUE_TRUE -> column.append(true);
                case VALUE_FALSE -> column.append(false);
                case null, default -> throw other(json, type);
            }
        };
    }

    private static JsonValue integer(IntegerText column, ArrowType type) {
        return json -> {
            if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && json.getNumberType() != NumberType.BIG_INTEGER) {
                column.put(json.getLongValue());
            } else if (isNumber(json)) {
                column.put(json.getString());
            } else {
                throw other(json, type);
            }
        };
    }

    private static JsonValue floating(TextValue column, ArrowType type) {
        return json -> {
            if (!isNumber(json)
                    && !(json.currentToken() == JsonToken.VALUE_STRING && FloatingText.isSpecial(json.getString()))) {
                throw other(json, type);
            }
            column.put(json.getString());
        };
    }

    private static JsonValue string(TextValue column, ArrowType type) {
        return json -> {
            if (json.currentToken() != JsonToken.VALUE_STRING) {
                throw other(json, type);
            }
            column.put(json.getString());
        };
    }

    private static JsonValue list(JsonValue item, ListBuilder column, ArrowType type) {
        return json -> {
            items(json, item, type);
            column.append();
        };
    }

    private static JsonValue fixedList(JsonValue item, FixedListBuilder column, ArrowType type) {
        return json -> {
            items(json, item, type);
            if (column.pendingItems() != column.size()) {
                throw MisfitException.wrongSize(column.size(), column.pendingItems());
            }
            column.append();
        };
    }

    private static void items(JsonParser json, JsonValue item, ArrowType type) throws MisfitException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw other(json, type);
        }
        while (json.nextToken() != JsonToken.END_ARRAY) {
            item.put(json);
        }
    }

    private static JsonValue struct(JsonObject fields, ColumnBuilder column, ArrowType type) {
        return json -> {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                throw other(json, type);
            }
            fields.put(json);
            ((StructBuilder) column).append();
        };
    }

    private static boolean isNumber(JsonParser json) {
        @Nullable JsonToken token = json.currentToken();
        return token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT;
    }

    /** Something of the wrong kind, as it is written. */
    static MisfitException other(JsonParser json, ArrowType type) {
        return switch (json.currentToken()) {
            case VALUE_STRING -> MisfitException.text(json.getString(), type);
            case START_ARRAY -> MisfitException.other("an array", type);
            case START_OBJECT -> MisfitException.other("an object", type);
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                MisfitException.other(json.getString(), type);
            case null, default -> MisfitException.other("nothing", type);
        };
    }
}
