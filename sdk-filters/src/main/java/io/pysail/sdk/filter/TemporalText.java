package io.pysail.sdk.filter;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads dates and times as Spark writes them. What is none is an empty answer. */
final class TemporalText {
    private static final String DATE = "([+-]?\\d{4,9})-(\\d{1,2})-(\\d{1,2})";
    private static final String TIME = "(\\d{1,2}):(\\d{1,2})(?::(\\d{1,2})(?:\\.(\\d{1,9}))?)?";
    private static final Pattern DATE_ONLY = Pattern.compile(DATE);
    private static final Pattern TIME_ONLY = Pattern.compile(TIME);
    private static final Pattern TIMESTAMP = Pattern.compile(DATE + "(?:[ T]" + TIME + " ?([^ ].*)?)?");

    private TemporalText() {}

    static Optional<LocalDate> date(String text) {
        return read(DATE_ONLY, text, TemporalText::date);
    }

    static Optional<LocalTime> time(String text) {
        return read(TIME_ONLY, text, matcher -> time(matcher, 1));
    }

    /** A {@link Literal.Timestamp} if the text names a zone, or a {@link Literal.TimestampNtz}. */
    static Optional<Literal> timestamp(String text) {
        return read(TIMESTAMP, text, TemporalText::timestamp);
    }

    private static <T> Optional<T> read(Pattern pattern, String text, Function<Matcher, T> made) {
        Matcher matcher = pattern.matcher(text.strip());
        try {
            return matcher.matches() ? Optional.of(made.apply(matcher)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Literal timestamp(Matcher matcher) {
        boolean dateOnly = matcher.group(4) == null;
        LocalDateTime time = date(matcher).atTime(dateOnly ? LocalTime.MIDNIGHT : time(matcher, 4));
        String zone = matcher.group(8);
        return zone == null
                ? new Literal.TimestampNtz(time)
                : new Literal.Timestamp(time.atZone(ZoneId.of(zone)).toInstant());
    }

    private static LocalDate date(Matcher matcher) {
        return LocalDate.of(number(matcher.group(1)), number(matcher.group(2)), number(matcher.group(3)));
    }

    private static LocalTime time(Matcher matcher, int group) {
        return LocalTime.of(
                number(matcher.group(group)),
                number(matcher.group(group + 1)),
                number(matcher.group(group + 2)),
                nanos(matcher.group(group + 3)));
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }

    /** The nanoseconds of a fraction of a second. */
    static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
    }
}
