package io.pysail.sdk.cdata;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Makes natural Java values of numbers that mean something else. */
final class JavaValues {
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private JavaValues() {}

    static Object ofInteger(ArrowType type, long value) {
        return switch (type) {
            case ArrowType.Int(int bits, boolean signed) -> signed ? signed(bits, value) : unsigned(bits, value);
            case ArrowType.Date(ArrowType.DateUnit unit) ->
                LocalDate.ofEpochDay(unit == ArrowType.DateUnit.DAY ? value : Math.floorDiv(value, MILLIS_PER_DAY));
            case ArrowType.Time(ArrowType.Unit unit) -> time(unit, value);
            case ArrowType.Timestamp(ArrowType.Unit unit, @Nullable String zone) -> timestamp(unit, zone, value);
            case ArrowType.Duration(ArrowType.Unit unit) ->
                Duration.ofSeconds(Math.floorDiv(value, unit.perSecond()), nanos(unit, value));
            default -> throw new AssertionError(type);
        };
    }

    private static Object signed(int bits, long value) {
        return switch (bits) {
            case 8 -> (byte) value;
            case 16 -> (short) value;
            case 32 -> (int) value;
            default -> value;
        };
    }

    private static Object unsigned(int bits, long value) {
        return switch (bits) {
            case 8 -> (short) value;
            case 16 -> (int) value;
            case 32 -> value;
            default -> new BigInteger(Long.toUnsignedString(value));
        };
    }

    private static LocalTime time(ArrowType.Unit unit, long value) {
        // Splitting first keeps a number that is no time of a day from overflowing into one.
        long seconds = Math.floorDiv(value, unit.perSecond());
        return LocalTime.ofSecondOfDay(seconds).withNano(nanos(unit, value));
    }

    private static Object timestamp(ArrowType.Unit unit, @Nullable String zone, long value) {
        long seconds = Math.floorDiv(value, unit.perSecond());
        int nanos = nanos(unit, value);
        return zone == null
                ? LocalDateTime.ofEpochSecond(seconds, nanos, ZoneOffset.UTC)
                : Instant.ofEpochSecond(seconds, nanos).atZone(zone(zone));
    }

    private static int nanos(ArrowType.Unit unit, long value) {
        return (int) (Math.floorMod(value, unit.perSecond()) * (NANOS_PER_SECOND / unit.perSecond()));
    }

    private static ZoneId zone(String zone) {
        try {
            return ZoneId.of(zone);
        } catch (DateTimeException e) {
            return ZoneOffset.UTC;
        }
    }
}
