package io.pysail.sdk.cpython.internal.executor;

import static java.time.ZoneOffset.UTC;

import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.IntervalValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as {@code catalogue.py} writes those of pyarrow. */
final class ValueText {
    private static final DateTimeFormatter INSTANT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn", Locale.ROOT);

    private ValueText() {}

    static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Float number -> of((double) number);
            case Double number -> HexFormat.of().toHexDigits(Double.doubleToLongBits(number));
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case BigDecimal number -> number.toPlainString();
            case LocalTime time -> String.valueOf(time.toNanoOfDay());
            case Duration duration -> nanos(duration);
            case LocalDate date -> date.toString();
            case LocalDateTime time -> INSTANT.format(time);
            case ZonedDateTime time -> INSTANT.format(time.withZoneSameInstant(UTC)) + "[" + time.getZone() + "]";
            case IntervalValue interval ->
                interval.months() + " months " + interval.days() + " days " + interval.nanos() + " ns";
            case List<?> list -> list.stream().map(ValueText::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + ": " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case Map.Entry<?, ?> entry -> of(entry.getKey()) + " -> " + of(entry.getValue());
            default -> value.toString();
        };
    }

    private static String nanos(Duration duration) {
        return BigDecimal.valueOf(duration.getSeconds())
                .movePointRight(9)
                .add(BigDecimal.valueOf(duration.getNano()))
                .toBigInteger()
                .toString();
    }

    /** All values of a batch, column by column. */
    static List<List<String>> of(BatchView view) {
        return java.util.stream.IntStream.range(0, view.schema().fields().size())
                .mapToObj(view::column)
                .map(ValueText::of)
                .toList();
    }

    static List<String> of(Column column) {
        return java.util.stream.LongStream.range(0, column.length())
                .mapToObj(row -> of(column.toJava(row)))
                .toList();
    }
}
