package io.pysail.sdk.parity;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.IntervalValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Types and values in the form that PySpark's side writes them in. */
final class SparkForm {
    private static final ZonedDateTime EPOCH =
            LocalDateTime.of(1970, 1, 1, 0, 0).atZone(ZoneOffset.UTC);

    private SparkForm() {}

    static String of(ArrowField field) {
        return field.name() + ":" + of(field.type()) + required(field);
    }

    private static String of(ArrowType type) {
        return switch (type) {
            case ArrowType.Null() -> "void";
            case ArrowType.Bool() -> "boolean";
            case ArrowType.Int(int bits, boolean signed)
            when signed ->
                switch (bits) {
                    case 8 -> "tinyint";
                    case 16 -> "smallint";
                    case 32 -> "int";
                    default -> "bigint";
                };
            case ArrowType.Floating(int bits) when bits > 16 -> bits == 32 ? "float" : "double";
            case ArrowType.Decimal decimal -> "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
            case ArrowType.Date _ -> "date";
            case ArrowType.Time _ -> "time";
            case ArrowType.Timestamp moment -> moment.zone() == null ? "timestamp_ntz" : "timestamp";
            case ArrowType.Duration _ -> "interval";
            case ArrowType.ListOf list -> "array<" + of(list.item().type()) + required(list.item()) + ">";
            case ArrowType.MapOf map ->
                "map<" + of(map.key().type()) + "," + of(map.value().type()) + required(map.value()) + ">";
            case ArrowType.Struct(List<ArrowField> fields) ->
                fields.stream().map(SparkForm::of).collect(Collectors.joining(",", "struct<", ">"));
            default -> type.text();
        };
    }

    private static String required(ArrowField field) {
        return field.nullable() ? "" : " not null";
    }

    /** A value of {@link io.pysail.sdk.cdata.Column#toJava} as a tree of JSON. */
    static @Nullable Object of(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Byte _, Short _, Integer _, Long _ -> BigInteger.valueOf(((Number) value).longValue());
            case Float number -> bits(number);
            case Double number -> bits(number);
            case byte[] bytes -> "0x" + HexFormat.of().formatHex(bytes);
            case BigDecimal decimal -> decimal.toPlainString();
            case LocalDate date -> date.toString();
            case LocalTime time -> time.toNanoOfDay() + " ns";
            case LocalDateTime local -> micros(local.atZone(ZoneOffset.UTC)) + " us";
            case ZonedDateTime moment -> micros(moment) + " us since 1970 in UTC";
            case Duration duration -> duration.dividedBy(ChronoUnit.MICROS.getDuration()) + " us";
            case IntervalValue interval -> interval.toString();
            case List<?> list -> list(list);
            case Map.Entry<?, ?> entry -> pair(entry);
            case Map<?, ?> struct -> struct(struct);
            default -> value;
        };
    }

    private static String bits(double number) {
        return Double.isNaN(number) ? "NaN" : HexFormat.of().toHexDigits(Double.doubleToRawLongBits(number));
    }

    private static long micros(ZonedDateTime moment) {
        return ChronoUnit.MICROS.between(EPOCH, moment);
    }

    private static List<@Nullable Object> list(List<?> items) {
        List<@Nullable Object> forms = new ArrayList<>();
        items.forEach(item -> forms.add(of(item)));
        return forms;
    }

    private static List<@Nullable Object> pair(Map.Entry<?, ?> entry) {
        List<@Nullable Object> pair = new ArrayList<>();
        pair.add(of(entry.getKey()));
        pair.add(of(entry.getValue()));
        return pair;
    }

    private static Map<String, @Nullable Object> struct(Map<?, ?> fields) {
        Map<String, @Nullable Object> forms = new LinkedHashMap<>();
        fields.forEach((name, value) -> forms.put(String.valueOf(name), of(value)));
        return forms;
    }
}
