package io.pysail.sdk.filter;

import static java.time.temporal.ChronoUnit.MICROS;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Which values Python has, so that a source can compare with them. */
final class PythonLiterals {
    private static final Duration LONGEST = Duration.ofDays(1_000_000_000);

    private PythonLiterals() {}

    /** Why a source cannot be given this value; empty if it can. */
    static Optional<String> reasonAgainst(Literal value) {
        return switch (value) {
            case Literal.Floating(double number)
            when Double.isNaN(number) -> Optional.of("Python compares NaN in another way");
            case Literal.Date(LocalDate date) -> yearIn(date);
            case Literal.Time(LocalTime time) ->
                needsNanoseconds(!time.truncatedTo(MICROS).equals(time));
            case Literal.Timestamp(Instant instant) ->
                yearIn(instant.atOffset(ZoneOffset.UTC).toLocalDate())
                        .or(() -> needsNanoseconds(!instant.truncatedTo(MICROS).equals(instant)));
            case Literal.TimestampNtz(LocalDateTime time) ->
                yearIn(time.toLocalDate())
                        .or(() -> needsNanoseconds(!time.truncatedTo(MICROS).equals(time)));
            case Literal.DayTime(Duration duration) ->
                duration.abs().compareTo(LONGEST) >= 0
                        ? Optional.of("Python has no durations of a billion days")
                        : needsNanoseconds(!duration.truncatedTo(MICROS).equals(duration));
            case Literal.Null _,
                    Literal.Bool _,
                    Literal.Whole _,
                    Literal.Floating _,
                    Literal.Decimal _,
                    Literal.Text _,
                    Literal.Binary _,
                    Literal.YearMonth _ -> Optional.empty();
        };
    }

    private static Optional<String> yearIn(LocalDate date) {
        return date.getYear() >= 1 && date.getYear() <= 9999
                ? Optional.empty()
                : Optional.of("Python has no dates in the year " + date.getYear());
    }

    private static Optional<String> needsNanoseconds(boolean needs) {
        return needs ? Optional.of("Python's times have no nanoseconds") : Optional.empty();
    }
}
