package io.pysail.sdk.examples.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.IntToLongFunction;
import java.util.function.LongFunction;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Whole numbers, dates and times as longs, and those longs as text. */
final class LongValues {
    private LongValues() {}

    /** What reads a column of whole numbers, dates or times. */
    static IntToLongFunction of(FieldVector column) {
        return switch (column) {
            case BaseIntVector numbers -> numbers::getValueAsLong;
            case DateDayVector days -> days::get;
            case DateMilliVector dates -> dates::get;
            case TimeStampVector times -> times::get;
            case TimeSecVector times -> times::get;
            case TimeMilliVector times -> times::get;
            case TimeMicroVector times -> times::get;
            case TimeNanoVector times -> times::get;
            default -> throw new AssertionError(column.getClass());
        };
    }

    /** Of times that Java cannot tell, which need not be any, the numbers. */
    static LongFunction<String> text(ArrowType type) {
        LongFunction<String> text = textInRange(type);
        return value -> {
            try {
                return text.apply(value);
            } catch (DateTimeException | ArithmeticException e) {
                return Long.toString(value);
            }
        };
    }

    private static LongFunction<String> textInRange(ArrowType type) {
        return switch (type) {
            case ArrowType.Date date
            when date.getUnit() == DateUnit.DAY ->
                days -> LocalDate.ofEpochDay(days).toString();
            case ArrowType.Date _ ->
                millis -> instant(millis, ChronoUnit.MILLIS)
                        .atOffset(ZoneOffset.UTC)
                        .toLocalDate()
                        .toString();
            case ArrowType.Timestamp time
            when time.getTimezone() == null ->
                value -> LocalDateTime.ofInstant(instant(value, unit(time.getUnit())), ZoneOffset.UTC)
                        .toString();
            case ArrowType.Timestamp time ->
                value -> instant(value, unit(time.getUnit())).toString();
            case ArrowType.Time time -> {
                long nanos = unit(time.getUnit()).getDuration().toNanos();
                yield value ->
                        LocalTime.ofNanoOfDay(Math.multiplyExact(value, nanos)).toString();
            }
            default -> Long::toString;
        };
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> ChronoUnit.SECONDS;
            case MILLISECOND -> ChronoUnit.MILLIS;
            case MICROSECOND -> ChronoUnit.MICROS;
            case NANOSECOND -> ChronoUnit.NANOS;
        };
    }

    private static Instant instant(long value, ChronoUnit unit) {
        return Instant.EPOCH.plus(value, unit);
    }
}
