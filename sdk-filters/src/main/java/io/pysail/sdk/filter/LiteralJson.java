package io.pysail.sdk.filter;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.core.JsonGenerator;

/** Literals in JSON: an object with a type and a value. */
final class LiteralJson {
    private LiteralJson() {}

    static void write(Literal literal, JsonGenerator json) {
        json.writeStartObject();
        switch (literal) {
            case Literal.Null() -> json.writeStringProperty("type", "null");
            case Literal.Bool(boolean value) -> {
                json.writeStringProperty("type", "boolean");
                json.writeBooleanProperty("value", value);
            }
            case Literal.Whole(var value) -> {
                json.writeStringProperty("type", "integer");
                json.writeName("value");
                json.writeNumber(value);
            }
            case Literal.Floating(double value) -> writeFloating(value, json);
            case Literal.Decimal(var value) -> write("decimal", value.toString(), json);
            case Literal.Text(var value) -> write("string", value, json);
            case Literal.Binary binary -> write("binary", Base64.getEncoder().encodeToString(binary.value()), json);
            case Literal.Date(var value) -> write("date", value.toString(), json);
            case Literal.Time(var value) -> write("time", withSeconds(value), json);
            case Literal.Timestamp(var value) -> write("timestamp", value.toString(), json);
            case Literal.TimestampNtz(var value) ->
                write("timestamp_ntz", value.toLocalDate() + "T" + withSeconds(value.toLocalTime()), json);
            case Literal.DayTime(var value) -> write("day_time", value.toString(), json);
            case Literal.YearMonth(int value) -> {
                json.writeStringProperty("type", "year_month");
                json.writeNumberProperty("value", value);
            }
        }
        json.writeEndObject();
    }

    private static void write(String type, String value, JsonGenerator json) {
        json.writeStringProperty("type", type);
        json.writeStringProperty("value", value);
    }

    private static void writeFloating(double value, JsonGenerator json) {
        if (!Double.isFinite(value)) {
            write("float", String.valueOf(value), json);
            return;
        }
        json.writeStringProperty("type", "float");
        json.writeNumberProperty("value", value);
    }

    private static String withSeconds(LocalTime time) {
        String text = time.toString();
        return text.length() == "hh:mm".length() ? text + ":00" : text;
    }

    static Literal read(JsonValue json) {
        String type = json.member("type").text();
        json.requireOnly(type.equals("null") ? Set.of("type") : Set.of("type", "value"));
        return switch (type) {
            case "null" -> new Literal.Null();
            case "boolean" -> new Literal.Bool(json.member("value").flag());
            case "integer" -> new Literal.Whole(json.member("value").integer());
            case "float" -> new Literal.Floating(floating(json.member("value")));
            case "decimal" -> new Literal.Decimal(parse(json, LiteralJson::decimal));
            case "string" -> new Literal.Text(json.member("value").text());
            case "binary" -> new Literal.Binary(parse(json, LiteralJson::binary));
            case "date" -> new Literal.Date(parse(json, LocalDate::parse));
            case "time" -> new Literal.Time(parse(json, LocalTime::parse));
            case "timestamp" -> new Literal.Timestamp(parse(json, Instant::parse));
            case "timestamp_ntz" -> new Literal.TimestampNtz(parse(json, LocalDateTime::parse));
            case "day_time" -> new Literal.DayTime(parse(json, Duration::parse));
            case "year_month" -> new Literal.YearMonth(months(json.member("value")));
            default -> throw json.member("type").failed("there is no type of values \"" + type + "\"");
        };
    }

    private static double floating(JsonValue value) {
        if (!value.isText()) {
            return value.finite();
        }
        return switch (value.text()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw value.failed("expected a number, \"NaN\", \"Infinity\" or \"-Infinity\"");
        };
    }

    private static int months(JsonValue value) {
        if (value.integer().bitLength() >= Integer.SIZE) {
            throw value.failed("so many months do not fit into 32 bits");
        }
        return value.integer().intValue();
    }

    private static BigDecimal decimal(String text) {
        if (text.length() > LiteralParser.MOST_DIGITS) {
            throw new NumberFormatException("more than " + LiteralParser.MOST_DIGITS + " digits");
        }
        return new BigDecimal(text);
    }

    /** The decoder is lenient about the end. */
    private static byte[] binary(String text) {
        byte[] bytes = Base64.getDecoder().decode(text);
        if (!Base64.getEncoder().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not in base64");
        }
        return bytes;
    }

    private static <T> T parse(JsonValue literal, Function<String, T> parser) {
        JsonValue value = literal.member("value");
        try {
            return parser.apply(value.text());
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException e) {
            throw value.failed(
                    "this is no value of type \"" + literal.member("type").text() + "\": " + e.getMessage());
        }
    }
}
