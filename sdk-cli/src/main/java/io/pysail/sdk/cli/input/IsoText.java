package io.pysail.sdk.cli.input;

import io.pysail.sdk.cdata.ArrowType.Unit;

/**
 * Reads dates and times of ISO 8601 from the left to the right, also such years as {@code java.time} does not know: the
 * sinks write every number that a column can hold.
 */
final class IsoText {
    private static final int MOST_DIGITS_OF_YEAR = 15;
    private static final int NANO_DIGITS = 9;
    private static final long DAYS_PER_ERA = 146_097; // of 400 years, after which the calendar repeats itself
    private static final long DAYS_BEFORE_1970 = 719_468; // since the first of March of year 0

    private final String text;
    private int at;

    private long epochDay;
    private long secondOfDay;
    private long nanos;
    private int digitsOfFraction;
    private boolean zoned;
    private long secondsOfZone;

    IsoText(String text) {
        this.text = text;
    }

    boolean isAtEnd() {
        return at == text.length();
    }

    long epochDay() {
        return epochDay;
    }

    long secondOfDay() {
        return secondOfDay;
    }

    /** How many digits of the fraction count; zeros at its end do not. */
    int digitsOfFraction() {
        return digitsOfFraction;
    }

    boolean isFinerThan(Unit unit) {
        return digitsOfFraction > NANO_DIGITS || nanos % (Unit.NANOSECOND.perSecond() / unit.perSecond()) != 0;
    }

    long fraction(Unit unit) {
        return nanos / (Unit.NANOSECOND.perSecond() / unit.perSecond());
    }

    boolean hasZone() {
        return zoned;
    }

    long secondsOfZone() {
        return secondsOfZone;
    }

    /** Reads {@code 2024-02-29}; years of more than four digits have a sign. */
    boolean date() {
        boolean negative = take('-');
        boolean signed = negative || take('+');
        int start = at;
        long year = number(MOST_DIGITS_OF_YEAR);
        int digits = at - start;
        if (digits < 4 || (digits > 4 && !signed) || !take('-')) {
            return false;
        }
        long month = twoDigits();
        if (month < 1 || month > 12 || !take('-')) {
            return false;
        }
        long day = twoDigits();
        if (day < 1) {
            return false;
        }
        long signedYear = negative ? -year : year;
        epochDay = epochDay(signedYear, month, day);
        return day <= 28 || epochDay < epochDay(month == 12 ? signedYear + 1 : signedYear, month % 12 + 1, 1);
    }

    /** Reads {@code T23:59:59.5Z}, or with a blank instead of the letter, or without a zone. */
    boolean timeOfTimestamp() {
        return (take('T') || take(' ')) && time() && zone();
    }

    /** Reads {@code 23:59:59.5}; seconds may be missing. */
    boolean time() {
        long hour = twoDigits();
        if (hour < 0 || hour > 23 || !take(':')) {
            return false;
        }
        long minute = twoDigits();
        if (minute < 0 || minute > 59) {
            return false;
        }
        long second = 0;
        if (take(':')) {
            second = twoDigits();
            if (second < 0 || second > 59 || (take('.') && !fraction())) {
                return false;
            }
        }
        secondOfDay = (hour * 60 + minute) * 60 + second;
        return true;
    }

    private boolean fraction() {
        int start = at;
        int digits = 0;
        for (; isDigit(); at++) {
            digits++;
            if (digits <= NANO_DIGITS) {
                nanos = 10 * nanos + digit();
            }
            if (digit() != 0) {
                digitsOfFraction = digits;
            }
        }
        for (int i = digits; i < NANO_DIGITS; i++) {
            nanos *= 10;
        }
        return at > start;
    }

    private boolean zone() {
        if (isAtEnd()) {
            return true;
        }
        zoned = true;
        if (take('Z')) {
            return true;
        }
        boolean west = take('-');
        if (!west && !take('+')) {
            return false;
        }
        long hours = twoDigits();
        long minutes = 0;
        if (!isAtEnd()) {
            take(':');
            minutes = twoDigits();
        }
        secondsOfZone = (west ? -60 : 60) * (60 * hours + minutes);
        return hours >= 0 && hours <= 18 && minutes >= 0 && minutes <= 59;
    }

    private boolean take(char wanted) {
        boolean there = at < text.length() && text.charAt(at) == wanted;
        if (there) {
            at++;
        }
        return there;
    }

    /** Two digits, or -1. */
    private long twoDigits() {
        int start = at;
        long value = number(2);
        return at - start == 2 ? value : -1;
    }

    private long number(int mostDigits) {
        long value = 0;
        for (int digits = 0; isDigit() && digits < mostDigits; at++) {
            value = 10 * value + digit();
            digits++;
        }
        return value;
    }

    private boolean isDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private int digit() {
        return text.charAt(at) - '0';
    }

    private static long epochDay(long year, long month, long day) {
        // Years begin in March here, so that the day that comes and goes is their last one.
        long fromMarch = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(fromMarch, 400L);
        long yearOfEra = Math.floorMod(fromMarch, 400L);
        long dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
        long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
        return era * DAYS_PER_ERA + dayOfEra - DAYS_BEFORE_1970;
    }
}
