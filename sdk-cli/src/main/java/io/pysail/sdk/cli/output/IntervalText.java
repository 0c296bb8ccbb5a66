package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.IntervalValue;

/**
 * Writes lengths of time as ISO 8601 has them.
 *
 * <p>A minus stands in front of the whole, {@code -P1DT2H}, which every reader takes; only an interval whose parts have
 * different signs has them where they belong, {@code P1M-2D}.
 */
final class IntervalText {
    private static final long SECONDS_PER_DAY = 86_400;

    private IntervalText() {}

    /** A length of time in days of 24 hours and less. */
    static void duration(AsciiText out, Unit unit, long value) {
        long seconds = value / unit.perSecond();
        if (value == 0) {
            out.put("PT0S");
            return;
        }
        out.put(value < 0 ? "-P" : "P");
        part(out, Math.abs(seconds / SECONDS_PER_DAY), 'D');
        clock(out, unit, Math.abs(seconds % SECONDS_PER_DAY), Math.abs(value % unit.perSecond()), false);
    }

    /** A difference between dates; its days are not converted into hours, nor hours into days. */
    static void interval(AsciiText out, IntervalUnit unit, IntervalValue value) {
        long months = value.months();
        long days = value.days();
        long nanos = value.nanos();
        if (months == 0 && days == 0 && nanos == 0) {
            out.put(unit == IntervalUnit.MONTH ? "P0M" : "PT0S");
            return;
        }
        boolean noneIsPositive = months <= 0 && days <= 0 && nanos <= 0;
        out.put(noneIsPositive ? "-P" : "P");
        int sign = noneIsPositive ? -1 : 1;
        part(out, sign * months / 12, 'Y');
        part(out, sign * months % 12, 'M');
        part(out, sign * days, 'D');
        long perSecond = Unit.NANOSECOND.perSecond();
        clock(
                out,
                Unit.NANOSECOND,
                Math.abs(nanos / perSecond),
                Math.abs(nanos % perSecond),
                nanos < 0 && !noneIsPositive);
    }

    private static void clock(AsciiText out, Unit unit, long seconds, long fraction, boolean negative) {
        if (seconds == 0 && fraction == 0) {
            return;
        }
        int sign = negative ? -1 : 1;
        out.put('T');
        part(out, sign * (seconds / 3_600), 'H');
        part(out, sign * (seconds / 60 % 60), 'M');
        if (seconds % 60 != 0 || fraction != 0) {
            out.put(negative ? "-" : "").digits(seconds % 60, 1);
            TemporalText.fraction(out, unit, fraction);
            out.put('S');
        }
    }

    private static void part(AsciiText out, long value, char letter) {
        if (value != 0) {
            out.integer(value).put(letter);
        }
    }
}
