package io.pysail.sdk.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A value that a column is compared with.
 *
 * <table>
 * <caption>Kinds, and the columns whose values they are once a predicate is bound</caption>
 * <tr><th>kind</th><th>columns</th></tr>
 * <tr><td>{@link Null}</td><td>all</td></tr>
 * <tr><td>{@link Bool}</td><td>bool</td></tr>
 * <tr><td>{@link Whole}</td><td>integers, with and without a sign</td></tr>
 * <tr><td>{@link Floating}</td><td>half, single and double precision</td></tr>
 * <tr><td>{@link Decimal}</td><td>decimals, of the column's scale</td></tr>
 * <tr><td>{@link Text}</td><td>strings</td></tr>
 * <tr><td>{@link Binary}</td><td>binaries</td></tr>
 * <tr><td>{@link Date}</td><td>dates</td></tr>
 * <tr><td>{@link Time}</td><td>times of day</td></tr>
 * <tr><td>{@link Timestamp}</td><td>timestamps with a zone</td></tr>
 * <tr><td>{@link TimestampNtz}</td><td>timestamps without</td></tr>
 * <tr><td>{@link DayTime}</td><td>durations</td></tr>
 * <tr><td>{@link YearMonth}</td><td>intervals of months</td></tr>
 * </table>
 *
 * @since 0.1
 */
public sealed interface Literal {
    /**
     * The literal of a Java value.
     *
     * @param value null, a boxed primitive but {@code Character}, {@code BigInteger}, {@code BigDecimal},
     *     {@code CharSequence}, {@code byte[]}, a value of {@code java.time}, or a literal
     * @return the literal
     * @throws IllegalArgumentException if it is something else
     */
    static Literal of(@Nullable Object value) {
        return switch (value) {
            case null -> new Null();
            case Literal literal -> literal;
            case Boolean flag -> new Bool(flag);
            case Byte number -> Whole.of(number);
            case Short number -> Whole.of(number);
            case Integer number -> Whole.of(number);
            case Long number -> Whole.of(number);
            case BigInteger number -> new Whole(number);
            case Float number -> new Floating(number);
            case Double number -> new Floating(number);
            case BigDecimal number -> new Decimal(number);
            case CharSequence text -> new Text(text.toString());
            case byte[] bytes -> new Binary(bytes);
            case LocalDate date -> new Date(date);
            case LocalTime time -> new Time(time);
            case Instant instant -> new Timestamp(instant);
            case OffsetDateTime time -> new Timestamp(time.toInstant());
            case ZonedDateTime time -> new Timestamp(time.toInstant());
            case LocalDateTime time -> new TimestampNtz(time);
            case Duration duration -> new DayTime(duration);
            case Period period
            when period.equals(period.withDays(0)) -> new YearMonth(Math.toIntExact(period.toTotalMonths()));
            default -> throw noLiteral(value);
        };
    }

    /**
     * Null: comparing with it is unknown.
     *
     * @since 0.1
     */
    record Null() implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A truth value.
     *
     * @param value the value
     * @since 0.1
     */
    record Bool(boolean value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * An integer.
     *
     * @param value the value
     * @since 0.1
     */
    record Whole(BigInteger value) implements Literal {
        /**
         * An integer.
         *
         * @param value the number
         * @return the literal
         */
        public static Whole of(long value) {
            return new Whole(BigInteger.valueOf(value));
        }

        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A binary floating-point number, NaN and infinities included.
     *
     * @param value the value
     * @since 0.1
     */
    record Floating(double value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A decimal number.
     *
     * @param value the value
     * @since 0.1
     */
    record Decimal(BigDecimal value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * Text.
     *
     * @param value the value
     * @since 0.1
     */
    record Text(String value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A day.
     *
     * @param value the value
     * @since 0.1
     */
    record Date(LocalDate value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A time of day.
     *
     * @param value the value
     * @since 0.1
     */
    record Time(LocalTime value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A moment.
     *
     * @param value the value
     * @since 0.1
     */
    record Timestamp(Instant value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A day and time without a zone.
     *
     * @param value the value
     * @since 0.1
     */
    record TimestampNtz(LocalDateTime value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A length of time.
     *
     * @param value the value
     * @since 0.1
     */
    record DayTime(Duration value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * A number of months.
     *
     * @param value the value
     * @since 0.1
     */
    record YearMonth(int value) implements Literal {
        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    /**
     * Bytes.
     *
     * @since 0.1
     */
    final class Binary implements Literal {
        private final byte[] value;

        /**
         * A copy of some bytes.
         *
         * @param value the bytes
         */
        public Binary(byte[] value) {
            this.value = value.clone();
        }

        /**
         * The bytes.
         *
         * @return a copy
         */
        public byte[] value() {
            return value.clone();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Binary binary && Arrays.equals(value, binary.value);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(value);
        }

        @Override
        public String toString() {
            return SqlText.of(this);
        }
    }

    private static IllegalArgumentException noLiteral(Object value) {
        return new IllegalArgumentException(
                "a column cannot be compared with a value of " + value.getClass() + ": " + value);
    }
}
