package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowType.Unit;

/**
 * Writes dates and times as ISO 8601 has them, and every number that a column can hold: {@code java.time} ends at years
 * that 64 bits of seconds go far beyond.
 *
 * <p>Years beyond 9999 have a sign in front of them, as those before 0 have. A fraction has no zeros at its end.
 */
final class TemporalText {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long DAYS_PER_ERA = 146_097; // of 400 years, after which the calendar repeats itself
    private static final long DAYS_BEFORE_1970 = 719_468; // since the first of March of year 0

    private TemporalText() {}

    /** A day, which is counted from 1970-01-01. */
    static void date(AsciiText out, long epochDay) {
        // Years begin in March here, so that the day that comes and goes is their last one.
        long days = epochDay + DAYS_BEFORE_1970;
        long era = Math.floorDiv(days, DAYS_PER_ERA);
        long dayOfEra = Math.floorMod(days, DAYS_PER_ERA);
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        year(out, era * 400 + yearOfEra + (month <= 2 ? 1 : 0));
        out.put('-').digits(month, 2).put('-').digits(day, 2);
    }

    /** A time of the day; a number that is none of any day goes on counting hours. */
    static void time(AsciiText out, Unit unit, long value) {
        long seconds = value / unit.perSecond();
        if (value < 0) {
            out.put('-');
        }
        clock(out, Math.abs(seconds));
        fraction(out, unit, Math.abs(value % unit.perSecond()));
    }

    /** A day and a time. */
    static void timestamp(AsciiText out, Unit unit, long value) {
        long seconds = Math.floorDiv(value, unit.perSecond());
        date(out, Math.floorDiv(seconds, SECONDS_PER_DAY));
        out.put('T');
        clock(out, Math.floorMod(seconds, SECONDS_PER_DAY));
        fraction(out, unit, Math.floorMod(value, unit.perSecond()));
    }

    /** A point and the digits behind it, or nothing where there is nothing. */
    static void fraction(AsciiText out, Unit unit, long fraction) {
        if (fraction != 0) {
            out.put('.').digits(fraction, digits(unit));
            out.dropTrailingZeros();
        }
    }

    private static int digits(Unit unit) {
        return switch (unit) {
            case SECOND -> 0;
            case MILLISECOND -> 3;
            case MICROSECOND -> 6;
            case NANOSECOND -> 9;
        };
    }

    private static void year(AsciiText out, long year) {
        if (year < 0) {
            out.put('-');
        } else if (year > 9_999) {
            out.put('+');
        }
        out.digits(Math.abs(year), 4);
    }

    private static void clock(AsciiText out, long seconds) {
        out.digits(seconds / 3_600, 2)
                .put(':')
                .digits(seconds / 60 % 60, 2)
                .put(':')
                .digits(seconds % 60, 2);
    }
}
