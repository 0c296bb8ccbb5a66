package io.pysail.sdk.filter;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What predicates mean, as directly as it can be said: one row, and no care for speed. Null is unknown. */
final class ReferenceEvaluation {
    private final Map<String, Object> row;

    /** A row has its values by the lower-case names of its columns, but for nulls. */
    ReferenceEvaluation(Map<String, Object> row) {
        this.row = row;
    }

    @Nullable
    Boolean of(Predicate predicate) {
        return switch (predicate) {
            case Not(var child) -> not(of(child));
            case And(var parts) -> and(parts);
            case Or(var parts) -> not(and(parts.stream().map(Predicate::not).toList()));
            case AlwaysTrue() -> true;
            case AlwaysFalse() -> false;
            case IsNull(var column) -> value(column) == null;
            case IsNotNull(var column) -> value(column) != null;
            case EqualNullSafe(var column, var literal) -> equalNullSafe(value(column), literal);
            case Comparison comparison -> comparison(comparison);
            case In(var column, var values) -> in(column, values);
            case ColumnComparison comparison -> columns(comparison);
            case StringMatch match -> match(match);
            case Like like -> like(like);
        };
    }

    private @Nullable Object value(Column column) {
        return row.get(String.join(".", column.path()).toLowerCase(Locale.ROOT));
    }

    private static boolean equalNullSafe(@Nullable Object value, Literal literal) {
        if (value == null) {
            return literal instanceof Literal.Null;
        }
        return !(literal instanceof Literal.Null) && compare(value, literal) == 0;
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : !truth;
    }

    private @Nullable Boolean and(List<Predicate> parts) {
        boolean unknown = false;
        for (Predicate part : parts) {
            Boolean truth = of(part);
            if (truth == null) {
                unknown = true;
            } else if (!truth) {
                return false;
            }
        }
        return unknown ? null : true;
    }

    private @Nullable Boolean comparison(Comparison comparison) {
        Object value = value(comparison.column());
        if (value == null || comparison.value() instanceof Literal.Null) {
            return null;
        }
        int order = compare(value, comparison.value());
        return switch (comparison) {
            case EqualTo _, EqualNullSafe _ -> order == 0;
            case LessThan _ -> order < 0;
            case LessThanOrEqual _ -> order <= 0;
            case GreaterThan _ -> order > 0;
            case GreaterThanOrEqual _ -> order >= 0;
        };
    }

    private @Nullable Boolean in(Column column, List<Literal> values) {
        return not(and(
                values.stream().map(value -> new EqualTo(column, value).not()).toList()));
    }

    private @Nullable Boolean columns(ColumnComparison comparison) {
        Object left = value(comparison.left());
        Object right = value(comparison.right());
        boolean nullSafe = comparison.operator() == ColumnComparison.Operator.EQUAL_NULL_SAFE;
        if (left == null || right == null) {
            return nullSafe ? Boolean.valueOf(left == right) : null;
        }
        int order = compare(left, right instanceof Integer months ? new Literal.YearMonth(months) : Literal.of(right));
        return switch (comparison.operator()) {
            case EQUAL, EQUAL_NULL_SAFE -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private @Nullable Boolean match(StringMatch match) {
        if (!(value(match.column()) instanceof String text)) {
            return null;
        }
        return switch (match) {
            case StringStartsWith(var _, var part) -> text.startsWith(part);
            case StringEndsWith(var _, var part) -> text.endsWith(part);
            case StringContains(var _, var part) -> text.contains(part);
        };
    }

    /** For patterns with nothing but %. */
    private @Nullable Boolean like(Like like) {
        if (!(value(like.column()) instanceof String text)) {
            return null;
        }
        return text.startsWith(like.pattern().replace("%", ""));
    }

    private static int compare(Object value, Literal literal) {
        return switch (value) {
            case Boolean flag when literal instanceof Literal.Bool(boolean other) -> flag.compareTo(other);
            case BigInteger number -> compare(new BigDecimal(number), number(literal, false));
            case BigDecimal number -> compare(number, number(literal, true));
            case Double number -> compare(number, number(literal, false));
            case String text
            when literal instanceof Literal.Text(var other) ->
                Arrays.compareUnsigned(text.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
            case byte[] bytes
            when literal instanceof Literal.Binary other -> Arrays.compareUnsigned(bytes, other.value());
            case LocalTime time -> time.compareTo(time(literal));
            case Duration duration when literal instanceof Literal.DayTime(var other) -> duration.compareTo(other);
            case Integer months when literal instanceof Literal.YearMonth(int other) -> months.compareTo(other);
            case LocalDate _, LocalDateTime _, Instant _ ->
                moment(Literal.of(value)).compareTo(moment(literal));
            default -> throw new AssertionError(value + " and " + literal);
        };
    }

    /** A double or a decimal. */
    private static Object number(Literal literal, boolean shortest) {
        return switch (literal) {
            case Literal.Whole(var number) -> new BigDecimal(number);
            case Literal.Decimal(var number) -> number;
            case Literal.Floating(double number) when Double.isFinite(number) && shortest -> BigDecimal.valueOf(number);
            case Literal.Floating(double number) -> number;
            default -> throw new AssertionError(literal);
        };
    }

    private static int compare(BigDecimal number, Object other) {
        if (other instanceof BigDecimal decimal) {
            return number.compareTo(decimal);
        }
        double floating = (double) other;
        if (!Double.isFinite(floating)) {
            return floating == Double.NEGATIVE_INFINITY ? 1 : -1;
        }
        return number.compareTo(new BigDecimal(floating));
    }

    private static int compare(double number, Object other) {
        if (other instanceof Double floating) {
            return order(number, floating);
        }
        BigDecimal decimal = (BigDecimal) other;
        double nearest = decimal.doubleValue();
        if (Double.isFinite(nearest)) {
            return order(number, nearest);
        }
        return number == Double.NEGATIVE_INFINITY || (Double.isFinite(number) && decimal.signum() > 0) ? -1 : 1;
    }

    private static int order(double left, double right) {
        return left == right ? 0 : Double.compare(left, right);
    }

    private static LocalTime time(Literal literal) {
        return switch (literal) {
            case Literal.Time(var time) -> time;
            case Literal.Text(var text) -> LocalTime.parse(text);
            default -> throw new AssertionError(literal);
        };
    }

    private static Instant moment(Literal literal) {
        return switch (literal) {
            case Literal.Date(var date) -> date.atStartOfDay().toInstant(ZoneOffset.UTC);
            case Literal.Timestamp(var instant) -> instant;
            case Literal.TimestampNtz(var time) -> time.toInstant(ZoneOffset.UTC);
            case Literal.Text(var text) -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC);
            default -> throw new AssertionError(literal);
        };
    }
}
