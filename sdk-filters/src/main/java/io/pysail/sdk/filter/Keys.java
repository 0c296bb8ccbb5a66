package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BooleanColumn;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.FloatingColumn;
import io.pysail.sdk.cdata.IntegerColumn;
import io.pysail.sdk.cdata.IntervalColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.function.LongUnaryOperator;

/** Values as 64-bit integers that are ordered as the values are, and equal where they are. */
final class Keys {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Keys() {}

    /** Whether the values of a type have keys: those that are not wider, and have an order. */
    static boolean has(ArrowType type) {
        return switch (type) {
            case ArrowType.Bool _, ArrowType.Int _, ArrowType.Floating _ -> true;
            case ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _, ArrowType.Duration _ -> true;
            case ArrowType.Decimal(int _, int _, int bits) -> bits <= Long.SIZE;
            case ArrowType.Interval(ArrowType.IntervalUnit unit) -> unit == ArrowType.IntervalUnit.MONTH;
            default -> false;
        };
    }

    /** The key of each row of a column that is not null. */
    static LongUnaryOperator of(Column column) {
        ArrowType type = column.field().type();
        return switch (column) {
            case BooleanColumn bits -> row -> bits.get(row) ? 1 : 0;
            case IntegerColumn integers ->
                switch (type) {
                    case ArrowType.Date(ArrowType.DateUnit unit)
                    when unit == ArrowType.DateUnit.MILLISECOND ->
                        row -> Math.floorDiv(integers.asLong(row), MILLIS_PER_DAY);
                    case ArrowType.Int(int bits, boolean signed)
                    when bits == Long.SIZE && !signed -> row -> integers.asLong(row) ^ Long.MIN_VALUE;
                    default -> integers::asLong;
                };
            case FloatingColumn numbers -> row -> of(numbers.asDouble(row));
            case DecimalColumn decimals -> {
                MemorySegment values = decimals.values();
                yield ((ArrowType.Decimal) type).bits() == Integer.SIZE
                        ? row -> values.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, row)
                        : row -> values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, row);
            }
            case IntervalColumn intervals -> row -> intervals.get(row).months();
            default -> throw new AssertionError(type);
        };
    }

    /** NaN is equal to itself and after all others, and both zeros are equal. */
    static long of(double value) {
        long bits = Double.doubleToLongBits(value + 0.0); // makes 0.0 of -0.0
        return bits ^ ((bits >> 63) & Long.MAX_VALUE);
    }

    /** The key of a literal that was bound to a column of the type. */
    static long of(Literal literal, ArrowType type) {
        return switch (literal) {
            case Literal.Bool(boolean value) -> value ? 1 : 0;
            case Literal.Whole(BigInteger value) ->
                type.equals(new ArrowType.Int(Long.SIZE, false))
                        ? value.longValue() ^ Long.MIN_VALUE
                        : value.longValueExact();
            case Literal.Floating(double value) -> of(value);
            case Literal.Decimal decimal -> WideKeys.unscaled(decimal, type).longValueExact();
            case Literal.Date(var date) -> date.toEpochDay();
            case Literal.Time(var time) ->
                time.toNanoOfDay() / (NANOS_PER_SECOND / unit(type).perSecond());
            case Literal.Timestamp(Instant moment) -> count(moment.getEpochSecond(), moment.getNano(), type);
            case Literal.TimestampNtz(LocalDateTime time) ->
                of(new Literal.Timestamp(time.toInstant(ZoneOffset.UTC)), type);
            case Literal.DayTime(var duration) -> count(duration.getSeconds(), duration.getNano(), type);
            case Literal.YearMonth(int months) -> months;
            case Literal.Null _, Literal.Text _, Literal.Binary _ -> throw new AssertionError(literal);
        };
    }

    private static long count(long seconds, int nanos, ArrowType type) {
        return TimeFit.count(seconds, nanos, unit(type)).longValueExact();
    }

    /** What a temporal type counts. */
    static ArrowType.Unit unit(ArrowType type) {
        return switch (type) {
            case ArrowType.Time(ArrowType.Unit unit) -> unit;
            case ArrowType.Timestamp(ArrowType.Unit unit, var _) -> unit;
            case ArrowType.Duration(ArrowType.Unit unit) -> unit;
            default -> throw new AssertionError(type);
        };
    }
}
