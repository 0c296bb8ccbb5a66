package io.pysail.sdk.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.IntervalValue;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Predicates evaluated row by row on Java values, as plainly as the rules can be written: what the quick way must agree with. */
final class NaiveFilter {
    private final BatchView view;
    private final long row;

    private NaiveFilter(BatchView view, long row) {
        this.view = view;
        this.row = row;
    }

    static List<Long> rows(Predicate predicate, BatchView view) {
        List<Long> rows = new ArrayList<>();
        for (long row = 0; row < view.rowCount(); row++) {
            if (Boolean.TRUE.equals(new NaiveFilter(view, row).truth(predicate))) {
                rows.add(row);
            }
        }
        return rows;
    }

    /** True, false, or null for unknown. */
    private @Nullable Boolean truth(Predicate predicate) {
        return switch (predicate) {
            case AlwaysTrue() -> true;
            case AlwaysFalse() -> false;
            case Not(var child) -> not(truth(child));
            case And(var parts) -> all(parts.stream().map(this::truth).toList().toArray(new Boolean[0]));
            case Or(var parts) ->
                not(all(parts.stream().map(part -> not(truth(part))).toArray(Boolean[]::new)));
            case IsNull(var column) -> value(column) == null;
            case IsNotNull(var column) -> value(column) != null;
            case EqualTo(var column, var value) -> compared(value(column), ColumnComparison.Operator.EQUAL, of(value));
            case EqualNullSafe(var column, var value) ->
                compared(value(column), ColumnComparison.Operator.EQUAL_NULL_SAFE, of(value));
            case LessThan(var column, var value) -> compared(value(column), ColumnComparison.Operator.LESS, of(value));
            case LessThanOrEqual(var column, var value) ->
                compared(value(column), ColumnComparison.Operator.LESS_OR_EQUAL, of(value));
            case GreaterThan(var column, var value) ->
                compared(value(column), ColumnComparison.Operator.GREATER, of(value));
            case GreaterThanOrEqual(var column, var value) ->
                compared(value(column), ColumnComparison.Operator.GREATER_OR_EQUAL, of(value));
            case In(var column, var values) ->
                not(all(values.stream()
                        .map(value -> not(compared(value(column), ColumnComparison.Operator.EQUAL, of(value))))
                        .toArray(Boolean[]::new)));
            case StringStartsWith(var column, var value) ->
                value(column) instanceof String text ? text.startsWith(value) : null;
            case StringEndsWith(var column, var value) ->
                value(column) instanceof String text ? text.endsWith(value) : null;
            case StringContains(var column, var value) ->
                value(column) instanceof String text ? text.contains(value) : null;
            case Like like -> value(like.column()) instanceof String text ? like(text, like) : null;
            case ColumnComparison(var left, var operator, var right) -> compared(value(left), operator, value(right));
        };
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : !truth;
    }

    private static @Nullable Boolean all(@Nullable Boolean[] parts) {
        if (Arrays.asList(parts).contains(false)) {
            return false;
        }
        return Arrays.asList(parts).contains(null) ? null : true;
    }

    private @Nullable Object value(io.pysail.sdk.filter.Column column) {
        Column top = view.column(column.path().getFirst());
        Object value = top.toJava(row);
        for (String name : column.path().subList(1, column.path().size())) {
            value = value == null ? null : ((Map<?, ?>) value).get(name);
        }
        return value;
    }

    private static @Nullable Object of(Literal literal) {
        return switch (literal) {
            case Literal.Null() -> null;
            case Literal.Bool(boolean value) -> value;
            case Literal.Whole(var value) -> value;
            case Literal.Floating(double value) -> value;
            case Literal.Decimal(var value) -> value;
            case Literal.Text(var value) -> value;
            case Literal.Binary binary -> binary.value();
            case Literal.Date(var value) -> value;
            case Literal.Time(var value) -> value;
            case Literal.Timestamp(var value) -> value.atZone(ZoneOffset.UTC);
            case Literal.TimestampNtz(var value) -> value;
            case Literal.DayTime(var value) -> value;
            case Literal.YearMonth(int value) -> new IntervalValue(value, 0, 0);
        };
    }

    static Literal literal(@Nullable Object value) {
        return value instanceof IntervalValue interval
                ? new Literal.YearMonth(interval.months())
                : Literal.of(value instanceof BigDecimal number ? number : value);
    }

    private static @Nullable Boolean compared(
            @Nullable Object left, ColumnComparison.Operator operator, @Nullable Object right) {
        if (operator == ColumnComparison.Operator.EQUAL_NULL_SAFE) {
            return (left == null && right == null) || (left != null && right != null && compare(left, right) == 0);
        }
        if (left == null || right == null) {
            return null;
        }
        int order = compare(left, right);
        return switch (operator) {
            case EQUAL, EQUAL_NULL_SAFE -> order == 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static int compare(Object left, Object right) {
        return switch (left) {
            case Boolean flag -> flag.compareTo((Boolean) right);
            case Number number -> compare(number, (Number) right);
            case String text -> Arrays.compareUnsigned(text.getBytes(UTF_8), ((String) right).getBytes(UTF_8));
            case byte[] bytes -> Arrays.compareUnsigned(bytes, (byte[]) right);
            case LocalTime time -> time.compareTo((LocalTime) right);
            case Duration duration -> duration.compareTo((Duration) right);
            case IntervalValue interval -> Integer.compare(interval.months(), ((IntervalValue) right).months());
            default -> moment(left).compareTo(moment(right));
        };
    }

    private static LocalDateTime moment(Object value) {
        return switch (value) {
            case LocalDate date -> date.atStartOfDay();
            case LocalDateTime time -> time;
            case ZonedDateTime time -> time.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
            default -> throw new AssertionError(value);
        };
    }

    private static int compare(Number left, Number right) {
        int order = Integer.compare(beyond(left), beyond(right));
        return order != 0 || beyond(left) != 0 ? order : decimal(left).compareTo(decimal(right));
    }

    private static int beyond(Number number) {
        double value = number instanceof Float || number instanceof Double ? number.doubleValue() : 0;
        return Double.isNaN(value) ? 2 : Double.isInfinite(value) ? (value < 0 ? -1 : 1) : 0;
    }

    private static BigDecimal decimal(Number number) {
        return switch (number) {
            case BigDecimal decimal -> decimal;
            case BigInteger integer -> new BigDecimal(integer);
            case Float value -> new BigDecimal(value);
            case Double value -> new BigDecimal(value);
            default -> BigDecimal.valueOf(number.longValue());
        };
    }

    static boolean like(String text, Like like) {
        String pattern = like.ignoreCase() ? like.pattern().toLowerCase(Locale.ROOT) : like.pattern();
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == like.escape()) {
                i++;
                regex.append(Pattern.quote(pattern.substring(i, i + 1)));
            } else if (c == '%') {
                regex.append(".*");
            } else if (c == '_') {
                regex.append('.');
            } else if (Character.isHighSurrogate(c)) {
                regex.append(Pattern.quote(pattern.substring(i, i + 2)));
                i++;
            } else {
                regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        String compared = like.ignoreCase() ? text.toLowerCase(Locale.ROOT) : text;
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(compared)
                .matches();
    }
}
