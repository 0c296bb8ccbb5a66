package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Dates, times and lengths of time among the values of columns of them. */
final class TimeFit {
    private static final int NANOS_PER_SECOND = 1_000_000_000;
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
    private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

    private TimeFit() {}

    static Fit toDate(Literal literal, ArrowType.Date type) {
        return switch (literal) {
            case Literal.Date(var day) -> toDate(day.atStartOfDay().toInstant(ZoneOffset.UTC), type.unit());
            case Literal.Timestamp(var instant) -> toDate(instant, type.unit());
            case Literal.TimestampNtz(var time) -> toDate(time.toInstant(ZoneOffset.UTC), type.unit());
            case Literal.Text(var text) ->
                TemporalText.date(text)
                        .map(day -> toDate(day.atStartOfDay().toInstant(ZoneOffset.UTC), type.unit()))
                        .orElseThrow(() -> notA("date", text, "2024-01-31"));
            default -> new Fit.Incomparable();
        };
    }

    private static Fit toDate(Instant instant, ArrowType.DateUnit unit) {
        long day = Math.floorDiv(instant.getEpochSecond(), SECONDS_PER_DAY);
        long greatest = unit == ArrowType.DateUnit.DAY ? Integer.MAX_VALUE : Long.MAX_VALUE / MILLIS_PER_DAY;
        long least = unit == ArrowType.DateUnit.DAY ? Integer.MIN_VALUE : Long.MIN_VALUE / MILLIS_PER_DAY;
        if (day > greatest || day < least) {
            return day < least ? new Fit.Below() : new Fit.Above();
        }
        boolean exact = instant.equals(Instant.ofEpochSecond(day * SECONDS_PER_DAY));
        return fit(exact, new Literal.Date(LocalDate.ofEpochDay(day)));
    }

    static Fit toTime(Literal literal, ArrowType.Time type) {
        return switch (literal) {
            case Literal.Time(var time) -> toTime(time, type.unit());
            case Literal.Text(var text) ->
                toTime(TemporalText.time(text).orElseThrow(() -> notA("time of day", text, "12:30:00")), type.unit());
            default -> new Fit.Incomparable();
        };
    }

    private static Fit toTime(LocalTime time, ArrowType.Unit unit) {
        long nanos = time.toNanoOfDay();
        LocalTime floor = LocalTime.ofNanoOfDay(nanos - nanos % nanosPer(unit));
        return fit(floor.equals(time), new Literal.Time(floor));
    }

    static Fit toTimestamp(Literal literal, ArrowType.Timestamp type) {
        return switch (literal) {
            case Literal.Date(var day) -> toTimestamp(day.atStartOfDay().toInstant(ZoneOffset.UTC), type);
            case Literal.Timestamp(var instant) -> toTimestamp(instant, type);
            case Literal.TimestampNtz(var time) -> toTimestamp(time.toInstant(ZoneOffset.UTC), type);
            case Literal.Text(var text) ->
                toTimestamp(
                        instant(text, type.zone() != null)
                                .orElseThrow(() -> notA(
                                        type.zone() == null ? "timestamp without a zone" : "timestamp",
                                        text,
                                        "2024-01-31 12:30:00")),
                        type);
            default -> new Fit.Incomparable();
        };
    }

    private static Optional<Instant> instant(String text, boolean zoned) {
        return TemporalText.timestamp(text).flatMap(literal -> switch (literal) {
            case Literal.Timestamp(var instant) when zoned -> Optional.of(instant);
            case Literal.TimestampNtz(var time) -> Optional.of(time.toInstant(ZoneOffset.UTC));
            default -> Optional.empty();
        });
    }

    private static Fit toTimestamp(Instant instant, ArrowType.Timestamp type) {
        Optional<Fit> outside = outside(instant.getEpochSecond(), instant.getNano(), type.unit());
        if (outside.isPresent()) {
            return outside.get();
        }
        Instant floor = Instant.ofEpochSecond(instant.getEpochSecond(), floor(instant.getNano(), type.unit()));
        Literal value =
                type.zone() == null ? new Literal.TimestampNtz(withoutZone(floor)) : new Literal.Timestamp(floor);
        return fit(floor.equals(instant), value);
    }

    private static LocalDateTime withoutZone(Instant instant) {
        try {
            return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw tooFar(instant, e);
        }
    }

    static Fit toDuration(Literal literal, ArrowType.Duration type) {
        if (!(literal instanceof Literal.DayTime(var duration))) {
            return new Fit.Incomparable();
        }
        Duration floor = Duration.ofSeconds(duration.getSeconds(), floor(duration.getNano(), type.unit()));
        return outside(duration.getSeconds(), duration.getNano(), type.unit())
                .orElseGet(() -> fit(floor.equals(duration), new Literal.DayTime(floor)));
    }

    private static int floor(int nanos, ArrowType.Unit unit) {
        return nanos - nanos % nanosPer(unit);
    }

    private static int nanosPer(ArrowType.Unit unit) {
        return (int) (NANOS_PER_SECOND / unit.perSecond());
    }

    /** Whether 64 bits are too few for the number of units. */
    private static Optional<Fit> outside(long seconds, int nanos, ArrowType.Unit unit) {
        BigInteger count = count(seconds, nanos, unit);
        if (count.compareTo(LEAST) < 0) {
            return Optional.of(new Fit.Below());
        }
        return count.compareTo(GREATEST) > 0 ? Optional.of(new Fit.Above()) : Optional.empty();
    }

    /** How many whole units that is; the seconds alone may be too many for 64 bits where the whole is not. */
    static BigInteger count(long seconds, int nanos, ArrowType.Unit unit) {
        return BigInteger.valueOf(seconds)
                .multiply(BigInteger.valueOf(unit.perSecond()))
                .add(BigInteger.valueOf(nanos / nanosPer(unit)));
    }

    private static Fit fit(boolean exact, Literal floor) {
        return exact ? new Fit.Exact(floor) : new Fit.After(floor);
    }

    private static PredicateException notA(String what, String text, String example) {
        return PredicateException.of(
                SqlText.of(new Literal.Text(text)) + " is no " + what + " such as '" + example + "'");
    }

    private static PredicateException tooFar(Instant instant, DateTimeException cause) {
        return PredicateException.of(instant + " is too far away for a timestamp without a zone", cause);
    }
}
