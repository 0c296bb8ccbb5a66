package io.pysail.sdk.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;

/** Literals. */
final class LiteralSamples {
    /** All kinds but NULL, in the order of {@link Literal}'s table, with Text before what a text can become. */
    static final List<Literal> ONE_OF_EACH = List.of(
            new Literal.Bool(true),
            Literal.Whole.of(1),
            new Literal.Floating(1),
            new Literal.Decimal(BigDecimal.ONE),
            new Literal.Text("x"),
            new Literal.Binary(new byte[] {1}),
            new Literal.Date(LocalDate.EPOCH),
            new Literal.Time(LocalTime.NOON),
            new Literal.Timestamp(Instant.EPOCH),
            new Literal.TimestampNtz(LocalDateTime.of(1970, 1, 1, 0, 0)),
            new Literal.DayTime(Duration.ofDays(1)),
            new Literal.YearMonth(1));

    private LiteralSamples() {}
}
