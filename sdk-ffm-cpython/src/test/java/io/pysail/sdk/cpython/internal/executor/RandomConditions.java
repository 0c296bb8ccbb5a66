package io.pysail.sdk.cpython.internal.executor;

import static io.pysail.sdk.filter.Column.col;

import io.pysail.sdk.filter.And;
import io.pysail.sdk.filter.Column;
import io.pysail.sdk.filter.Like;
import io.pysail.sdk.filter.Not;
import io.pysail.sdk.filter.Or;
import io.pysail.sdk.filter.Predicate;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Random conditions on the rows of {@code filtered_tables.py}, each with what DuckDB is asked instead. */
final class RandomConditions {
    /**
     * A condition.
     *
     * @param predicate for us
     * @param sql for DuckDB
     */
    record Both(Predicate predicate, String sql) {
        Both not() {
            return new Both(new Not(predicate), "(NOT " + sql + ")");
        }
    }

    /** A column in both worlds. */
    private record Name(Column column, String sql) {
        static Name of(String name) {
            return new Name(col(name.split("\\.")), name);
        }
    }

    private static final List<Object> WHOLES =
            List.of(-129, -128, -1, 0, 1, 2, 3, 127, 128, 300, (1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE);
    private static final List<Object> DECIMALS = List.of(
            new BigDecimal("1.5"),
            new BigDecimal("-0.5"),
            new BigDecimal("2.0"),
            new BigDecimal("1.2"),
            new BigDecimal("1.234"),
            new BigDecimal("0.10"),
            new BigDecimal("-0.01"),
            new BigDecimal("99999999.99"),
            new BigDecimal("100000000"));
    private static final List<Object> FLOATS = List.of(
            Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0.0, -0.0, 1.0, 1.5, -2.5, 3.0, 0.25);
    private static final List<Object> DOUBLES = List.of(Double.NaN, 0.1, 1e300, Double.MIN_VALUE, 1.5, -0.0);
    private static final List<Object> TEXTS = List.of(
            "", "a", "ab", "abc", "b%c", "b_c", "B", "naïve", "é", "e\u0301", "日本", "😀", "\uffff", "a'b", "a\\b");
    private static final List<String> PATTERNS = List.of(
            "", "%", "_", "__", "a%", "%b", "%b%", "a%c", "b\\%c", "b\\_%", "a%b%", "%\\\\%", "日_", "_\u0301", "%ï%",
            "NAÏ%", "abc");
    private static final List<Object> DAYS = List.of(
            LocalDate.of(1, 1, 1), LocalDate.of(1970, 1, 1), LocalDate.of(2024, 2, 29), LocalDate.MAX.withYear(9999));
    private static final List<Object> LOCAL_MOMENTS = List.of(
            LocalDateTime.of(1, 1, 1, 0, 0),
            LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_999_000),
            LocalDateTime.of(1970, 1, 1, 0, 0),
            LocalDateTime.of(2024, 2, 29, 12, 0, 0, 1_000),
            LocalDateTime.of(9999, 12, 31, 23, 59, 59, 999_999_000));
    private static final List<Object> MOMENTS = LOCAL_MOMENTS.stream()
            .map(moment -> (Object) ((LocalDateTime) moment).toInstant(ZoneOffset.UTC))
            .toList();
    private static final List<Object> CODES = List.of(
            new byte[0], new byte[1], new byte[2], new byte[] {'a'}, new byte[] {0x7f}, new byte[] {-128}, new byte[] {
                -1
            });

    /** What each column may be compared with. */
    private static final Map<String, List<List<Object>>> VALUES = Map.ofEntries(
            Map.entry("id", List.of(WHOLES)),
            Map.entry("tiny", List.of(WHOLES, DECIMALS)),
            Map.entry("long", List.of(WHOLES, DECIMALS)),
            Map.entry("real", List.of(FLOATS)),
            Map.entry("num", List.of(FLOATS, DOUBLES, WHOLES, DECIMALS)),
            Map.entry("price", List.of(DECIMALS, List.of(-1, 0, 1, 2))),
            Map.entry("name", List.of(TEXTS)),
            Map.entry("flag", List.of(List.of(true, false))),
            Map.entry("day", List.of(DAYS, LOCAL_MOMENTS)),
            Map.entry("moment", List.of(MOMENTS, DAYS)),
            Map.entry("plain", List.of(LOCAL_MOMENTS, DAYS)),
            Map.entry("code", List.of(CODES)),
            Map.entry("place.x", List.of(List.of(0, 1, 2, 3))),
            Map.entry("place.y", List.of(List.of("", "a", "b"))));

    private static final List<List<String>> COMPARABLE = List.of(
            List.of("id", "tiny", "long", "place.x"),
            List.of("real", "num"),
            List.of("tiny", "num"),
            List.of("tiny", "price"),
            List.of("name", "place.y"),
            List.of("moment", "plain", "day"));

    private static final List<String> OPERATORS = List.of("=", "<>", "<", "<=", ">", ">=", "<=>");

    private final Random random;

    RandomConditions(long seed) {
        this.random = new Random(seed);
    }

    Both next() {
        return next(3);
    }

    private Both next(int depth) {
        return switch (depth == 0 ? 9 : random.nextInt(10)) {
            case 0, 1 -> joined(depth, " AND ", And::new);
            case 2, 3 -> joined(depth, " OR ", Or::new);
            case 4 -> next(depth - 1).not();
            default -> leaf();
        };
    }

    private Both joined(int depth, String word, Function<List<Predicate>, Predicate> join) {
        List<Both> parts = new ArrayList<>();
        for (int i = 2 + random.nextInt(2); i > 0; i--) {
            parts.add(next(depth - 1));
        }
        return new Both(
                join.apply(parts.stream().map(Both::predicate).toList()),
                parts.stream().map(Both::sql).collect(Collectors.joining(word, "(", ")")));
    }

    private Both leaf() {
        Both leaf = switch (random.nextInt(10)) {
            case 0 -> nullTest();
            case 1, 2 -> like();
            case 3 -> part();
            case 4, 5 -> oneOf();
            case 6 -> columns();
            default -> comparison();
        };
        return random.nextInt(4) == 0 ? leaf.not() : leaf;
    }

    private Both nullTest() {
        Name name = random.nextInt(8) == 0 ? Name.of("place") : anyName();
        return random.nextBoolean()
                ? new Both(name.column().isNull(), "(" + name.sql() + " IS NULL)")
                : new Both(name.column().isNotNull(), "(" + name.sql() + " IS NOT NULL)");
    }

    private Both like() {
        Name name = Name.of(random.nextInt(4) == 0 ? "place.y" : "name");
        String pattern = one(PATTERNS);
        boolean ignoreCase = random.nextInt(4) == 0;
        return new Both(
                new Like(name.column(), pattern, '\\', ignoreCase),
                "(" + name.sql() + (ignoreCase ? " ILIKE " : " LIKE ") + quoted(pattern) + " ESCAPE '\\')");
    }

    private Both part() {
        String value = (String) one(TEXTS);
        return switch (random.nextInt(3)) {
            case 0 -> new Both(col("name").startsWith(value), "starts_with(name, " + quoted(value) + ")");
            case 1 -> new Both(col("name").endsWith(value), "ends_with(name, " + quoted(value) + ")");
            default -> new Both(col("name").contains(value), "contains(name, " + quoted(value) + ")");
        };
    }

    private Both oneOf() {
        Name name = anyName();
        List<Object> kind = one(valuesOf(name));
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            values.add(random.nextInt(8) == 0 ? null : one(kind));
        }
        return new Both(
                name.column().in(values),
                values.stream()
                        .map(value -> sql(name.sql(), value))
                        .collect(Collectors.joining(", ", "(" + name.sql() + " IN (", "))")));
    }

    private Both columns() {
        List<String> names = one(COMPARABLE);
        Name left = Name.of(one(names));
        Name right = Name.of(one(names));
        return compared(left, one(OPERATORS), right.column(), right.sql());
    }

    private Both comparison() {
        Name name = anyName();
        @Nullable Object value = random.nextInt(10) == 0 ? null : one(one(valuesOf(name)));
        return compared(name, one(OPERATORS), value, sql(name.sql(), value));
    }

    private static Both compared(Name left, String operator, @Nullable Object right, String rightSql) {
        Predicate predicate = switch (operator) {
            case "=" -> left.column().eq(right);
            case "<>" -> left.column().ne(right);
            case "<" -> left.column().lt(right);
            case "<=" -> left.column().le(right);
            case ">" -> left.column().gt(right);
            case ">=" -> left.column().ge(right);
            default -> left.column().eqNullSafe(right);
        };
        String duck = operator.equals("<=>") ? "IS NOT DISTINCT FROM" : operator;
        return new Both(predicate, "(" + left.sql() + " " + duck + " " + rightSql + ")");
    }

    private static List<List<Object>> valuesOf(Name name) {
        return Objects.requireNonNull(VALUES.get(name.sql()));
    }

    private Name anyName() {
        return Name.of(one(VALUES.keySet().stream().sorted().toList()));
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private static String sql(String column, @Nullable Object value) {
        return switch (value) {
            case null -> "NULL";
            case Double number -> quoted(number.toString()) + (column.equals("real") ? "::FLOAT" : "::DOUBLE");
            case String text -> quoted(text);
            case byte[] bytes -> "from_hex('" + HexFormat.of().formatHex(bytes) + "')";
            case LocalDate day -> "DATE '" + day + "'";
            case LocalDateTime moment -> "TIMESTAMP '" + moment.toString().replace('T', ' ') + "'";
            case Instant moment ->
                "TIMESTAMPTZ '" + moment.toString().replace('T', ' ').replace("Z", "+00") + "'";
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }
}
