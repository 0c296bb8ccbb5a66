package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import org.jspecify.annotations.Nullable;

/** Adds dates, times and lengths of time, as ISO 8601 writes them. */
final class TemporalValue {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MILLIS_PER_DAY = 86_400_000;

    private TemporalValue() {}

    /** What a text means; throws ArithmeticException if it is a number that no column can hold. */
    private interface Meaning {
        /** The number, or null if it is none of its kind. */
        @Nullable
        Long of(String text);
    }

    static TextValue of(ArrowType type, ColumnBuilder column) {
        Meaning meaning = meaning(type);
        return text -> {
            Long value = number(meaning, type, text);
            switch (column) {
                case IntBuilder ints -> {
                    if (value.intValue() != value) {
                        throw outOfRange(text, type);
                    }
                    ints.append(value.intValue());
                }
                default -> ((LongBuilder) column).append(value);
            }
        };
    }

    private static Long number(Meaning meaning, ArrowType type, String text) throws MisfitException {
        Long value;
        try {
            value = meaning.of(text);
        } catch (ArithmeticException e) {
            throw outOfRange(text, type);
        }
        if (value == null) {
            throw MisfitException.text(text, type);
        }
        return value;
    }

    private static Meaning meaning(ArrowType type) {
        return switch (type) {
            case ArrowType.Date(DateUnit unit) -> text -> date(text, unit == DateUnit.DAY ? 1 : MILLIS_PER_DAY);
            case ArrowType.Time(Unit unit) -> text -> time(text, unit);
            case ArrowType.Timestamp(Unit unit, @Nullable String zone) -> text -> timestamp(text, unit, zone != null);
            case ArrowType.Duration(Unit unit) -> text -> duration(text, unit);
            case ArrowType.Interval(IntervalUnit unit) when unit == IntervalUnit.MONTH -> TemporalValue::months;
            default -> throw new IllegalArgumentException("there is no text of " + type.text() + " to read");
        };
    }

    private static @Nullable Long date(String text, long perDay) {
        IsoText iso = new IsoText(text);
        return iso.date() && iso.isAtEnd() ? (Long) Math.multiplyExact(iso.epochDay(), perDay) : null;
    }

    private static @Nullable Long time(String text, Unit unit) {
        IsoText iso = new IsoText(text);
        return iso.time() && iso.isAtEnd() && !iso.isFinerThan(unit)
                ? (Long) (iso.secondOfDay() * unit.perSecond() + iso.fraction(unit))
                : null;
    }

    /** Without a zone where one is wanted, it is UTC. A zone where none is wanted would be lost. */
    private static @Nullable Long timestamp(String text, Unit unit, boolean zoned) {
        IsoText iso = new IsoText(text);
        if (!iso.date()
                || !(iso.isAtEnd() || iso.timeOfTimestamp())
                || !iso.isAtEnd()
                || (iso.hasZone() && !zoned)
                || iso.isFinerThan(unit)) {
            return null;
        }
        long second = exact(iso.epochDay(), iso.secondOfDay() - iso.secondsOfZone(), SECONDS_PER_DAY);
        return exact(second, iso.fraction(unit), unit.perSecond());
    }

    /** A number of wholes and a part of one; out of range only if all of it is, and not if the wholes alone would be. */
    private static long exact(long wholes, long part, long perWhole) {
        return wholes < 0 && part > 0
                ? Math.addExact(Math.multiplyExact(wholes + 1, perWhole), part - perWhole)
                : Math.addExact(Math.multiplyExact(wholes, perWhole), part);
    }

    private static @Nullable Long duration(String text, Unit unit) {
        try {
            Duration duration = Duration.parse(text);
            long perUnit = Unit.NANOSECOND.perSecond() / unit.perSecond();
            return duration.getNano() % perUnit == 0
                    ? (Long) exact(duration.getSeconds(), duration.getNano() / perUnit, unit.perSecond())
                    : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long months(String text) {
        try {
            Period period = Period.parse(text);
            return period.equals(period.withDays(0)) ? (Long) period.toTotalMonths() : null;
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static MisfitException outOfRange(String text, ArrowType type) {
        return MisfitException.text(text, type, ": it is out of range");
    }
}
