package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Predicates and rows at random, of values where something happens. */
final class RandomPredicates {
    /** A column with values that it can hold. */
    private record Domain(Column column, ArrowType type, List<?> values, List<?> literals) {}

    private static final List<?> NUMBERS = numbers();
    private static final List<?> MOMENTS = Arrays.asList(
            "2024-01-31",
            LocalDate.EPOCH,
            LocalDate.of(1969, 12, 31),
            LocalDate.of(300_000, 1, 1),
            LocalDate.MIN,
            LocalDate.ofEpochDay(Integer.MAX_VALUE),
            LocalDate.ofEpochDay(Integer.MAX_VALUE + 1L),
            Instant.EPOCH,
            Instant.EPOCH.minusNanos(1),
            Instant.parse("2024-01-31T12:00:00.000001Z"),
            Instant.parse("2024-01-31T12:00:00.0000011Z"),
            Instant.parse("-200000-01-01T00:00:00Z"),
            Instant.parse("+300000-01-01T00:00:00.5Z"),
            LocalDateTime.of(1970, 1, 1, 0, 0, 0, 1),
            LocalDateTime.of(2024, 1, 31, 0, 0),
            LocalDateTime.of(2024, 1, 31, 12, 0, 0, 500),
            LocalDateTime.MAX);
    private static final List<String> TEXTS = List.of(
            "", "a", "A", "ab", "å", "it's \"\\%_`\n\u001b", "\ufb01", "\uffff", "😀", "\\", "\\%", "%", "null");

    private static final List<Domain> DOMAINS = List.of(
            new Domain(Column.col("bool"), new ArrowType.Bool(), List.of(true, false), List.of(true, false)),
            integers("tiny", 8, true),
            integers("long", 64, true),
            integers("utiny", 8, false),
            integers("ulong", 64, false),
            floating("half", 16, 65504, 0x1p-24, 0.0999755859375, 1.5),
            floating("float", 32, Float.MAX_VALUE, Float.MIN_VALUE, 0.1f, 16777216),
            floating("double", 64, Double.MAX_VALUE, Double.MIN_VALUE, 0.1, 9007199254740992.0),
            decimals("dec", new ArrowType.Decimal(5, 2, 128), "999.99", "-999.99", "0.00", "0.10", "1.50", "1.55"),
            decimals("big", new ArrowType.Decimal(3, -2, 64), "999E+2", "-999E+2", "0E+2", "12E+2", "-1E+2"),
            new Domain(Column.col("s", "text"), new ArrowType.Text(Storage.VIEW), TEXTS, TEXTS),
            new Domain(Column.col("bytes"), new ArrowType.Binary(Storage.REGULAR), bytes(), bytes()),
            new Domain(
                    Column.col("date"),
                    new ArrowType.Date(DateUnit.DAY),
                    List.of(
                            LocalDate.EPOCH,
                            LocalDate.of(2024, 1, 31),
                            LocalDate.ofEpochDay(Integer.MIN_VALUE),
                            LocalDate.ofEpochDay(Integer.MAX_VALUE)),
                    MOMENTS),
            new Domain(
                    Column.col("ts"),
                    new ArrowType.Timestamp(Unit.MICROSECOND, "UTC"),
                    List.of(
                            Instant.EPOCH,
                            Instant.EPOCH.minusNanos(1000),
                            Instant.parse("2024-01-31T12:00:00.000001Z"),
                            Instant.EPOCH.plusSeconds(Long.MAX_VALUE / 1_000_000),
                            Instant.EPOCH.minusSeconds(Long.MAX_VALUE / 1_000_000)),
                    MOMENTS),
            new Domain(
                    Column.col("s", "ntz"),
                    new ArrowType.Timestamp(Unit.SECOND, null),
                    List.of(
                            LocalDateTime.of(1970, 1, 1, 0, 0),
                            LocalDateTime.of(2024, 1, 31, 12, 0),
                            LocalDateTime.MAX.withNano(0),
                            LocalDateTime.MIN),
                    MOMENTS),
            new Domain(
                    Column.col("time"),
                    new ArrowType.Time(Unit.MILLISECOND),
                    List.of(LocalTime.MIN, LocalTime.NOON, LocalTime.of(23, 59, 59, 999_000_000)),
                    List.of("12:00", LocalTime.MIN, LocalTime.NOON.plusNanos(1), LocalTime.MAX)),
            new Domain(
                    Column.col("duration"),
                    new ArrowType.Duration(Unit.NANOSECOND),
                    List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofNanos(Long.MAX_VALUE)),
                    List.of(
                            Duration.ZERO,
                            Duration.ofNanos(-1),
                            Duration.ofSeconds(Long.MIN_VALUE),
                            Duration.ofSeconds(Long.MAX_VALUE, 999_999_999))),
            new Domain(
                    Column.col("months"),
                    new ArrowType.Interval(ArrowType.IntervalUnit.MONTH),
                    List.of(0, 14, Integer.MIN_VALUE, Integer.MAX_VALUE),
                    Stream.of(0, 14, Integer.MIN_VALUE, Integer.MAX_VALUE)
                            .map(Literal.YearMonth::new)
                            .toList()));

    private final Random random;

    RandomPredicates(Random random) {
        this.random = random;
    }

    private static List<?> numbers() {
        List<Object> numbers = new ArrayList<>(List.of(
                0, 1, -1, 127, 128, -128, -129, 255, 256, Long.MAX_VALUE, Long.MIN_VALUE, 65505, 16777217, 999, 1250));
        numbers.addAll(List.of(
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                -0.0,
                0.1,
                1.5,
                -1.5,
                1e300,
                Double.MIN_VALUE,
                Double.MAX_VALUE));
        Stream.of(
                        "1.5",
                        "0.1",
                        "0.10",
                        "1.555",
                        "-999.995",
                        "999.99",
                        "99900",
                        "1E+400",
                        "-1E+400",
                        "1E-400",
                        "12E+2",
                        "1E+999999999",
                        "-1E-999999999")
                .map(BigDecimal::new)
                .forEach(numbers::add);
        numbers.add(BigInteger.TWO.pow(64));
        numbers.add(BigInteger.TWO.pow(64).subtract(BigInteger.ONE));
        numbers.add(BigInteger.TWO.pow(63));
        numbers.add(BigInteger.TWO.pow(53).add(BigInteger.ONE));
        numbers.add(BigInteger.TEN.pow(400).negate());
        return numbers;
    }

    private static Domain integers(String name, int bits, boolean signed) {
        BigInteger end = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
        List<Object> values = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.TWO,
                BigInteger.valueOf(127),
                end.subtract(BigInteger.ONE)));
        if (signed) {
            values.add(end.negate());
            values.add(BigInteger.ONE.negate());
            values.add(BigInteger.TWO.negate());
        }
        return new Domain(Column.col(name), new ArrowType.Int(bits, signed), values, NUMBERS);
    }

    private static Domain floating(String name, int bits, double... more) {
        List<Object> values = new ArrayList<>(
                List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, 1.0, -1.5));
        for (double value : more) {
            values.add(value);
            values.add(-value);
        }
        return new Domain(Column.col(name), new ArrowType.Floating(bits), values, NUMBERS);
    }

    private static Domain decimals(String name, ArrowType type, String... values) {
        return new Domain(
                Column.col(name), type, Stream.of(values).map(BigDecimal::new).toList(), NUMBERS);
    }

    private static List<?> bytes() {
        return List.of(new byte[0], new byte[] {0}, new byte[] {-1}, new byte[] {1, -128});
    }

    static ArrowSchema schema() {
        List<ArrowField> nested = new ArrayList<>();
        List<ArrowField> fields = new ArrayList<>();
        for (Domain domain : DOMAINS) {
            List<String> path = domain.column().path();
            (path.size() == 1 ? fields : nested).add(ArrowField.nullable(path.getLast(), domain.type()));
        }
        fields.add(ArrowField.nullable("s", new ArrowType.Struct(nested)));
        return ArrowSchema.of(fields.toArray(ArrowField[]::new));
    }

    /** A row for {@link ReferenceEvaluation}. */
    Map<String, Object> row() {
        Map<String, Object> row = new HashMap<>();
        for (Domain domain : DOMAINS) {
            if (random.nextInt(4) > 0) {
                row.put(String.join(".", domain.column().path()), any(domain.values()));
            }
        }
        return row;
    }

    Predicate predicate(int depth) {
        if (depth == 0 || random.nextInt(4) == 0) {
            return leaf();
        }
        return switch (random.nextInt(3)) {
            case 0 -> new Not(predicate(depth - 1));
            case 1 -> new And(parts(depth - 1));
            default -> new Or(parts(depth - 1));
        };
    }

    private List<Predicate> parts(int depth) {
        return IntStream.range(0, 2 + random.nextInt(3))
                .mapToObj(_ -> predicate(depth))
                .toList();
    }

    private Predicate leaf() {
        Domain domain = any(DOMAINS);
        Column column = spelled(domain.column());
        return switch (random.nextInt(12)) {
            case 0 -> new IsNull(column);
            case 1 -> new IsNotNull(column);
            case 2 -> random.nextBoolean() ? new AlwaysTrue() : new AlwaysFalse();
            case 3, 4, 5 ->
                new In(
                        column,
                        IntStream.range(0, random.nextInt(5))
                                .mapToObj(_ -> literal(domain))
                                .toList());
            case 6 -> new ColumnComparison(column, any(List.of(Operator.values())), spelled(domain.column()));
            case 7 -> text();
            default -> Operators.compare(column, any(List.of(Operator.values())), literal(domain));
        };
    }

    private Predicate text() {
        Column column = spelled(Column.col("s", "text"));
        String text = any(TEXTS);
        return switch (random.nextInt(4)) {
            case 0 -> new StringStartsWith(column, text);
            case 1 -> new StringEndsWith(column, text);
            case 2 -> new StringContains(column, text);
            default -> new Like(column, text.replace("%", "!%").replace("_", "!_") + "%", '!', random.nextBoolean());
        };
    }

    private Column spelled(Column column) {
        return random.nextInt(3) > 0
                ? column
                : new Column(column.path().stream()
                        .map(name -> name.toUpperCase(Locale.ROOT))
                        .toList());
    }

    private Literal literal(Domain domain) {
        return random.nextInt(8) == 0 ? new Literal.Null() : Literal.of(any(domain.literals()));
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }
}
