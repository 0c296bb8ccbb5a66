package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredicateParserTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "id = 5 | id = 5",
                "id == 5 | id = 5",
                "id <> 5 | id <> 5",
                "id!=5 | id <> 5",
                "id <=> NULL | id <=> NULL",
                "5 > id | id < 5",
                "5 <= id | id >= 5",
                "5 <> id | id <> 5",
                "a = b | a = b",
                "a >= b.c | a >= b.c",
                "a IS DISTINCT FROM b | NOT a <=> b",
                "a is not distinct from 1 | a <=> 1",
                "a IS TRUE | a <=> TRUE",
                "a IS NOT FALSE | NOT a <=> FALSE",
                "a IS NULL | a IS NULL",
                "a is not null | a IS NOT NULL",
                "NOT a IS NULL | NOT a IS NULL",
                "a IN (1, 2, NULL) | a IN (1, 2, NULL)",
                "a NOT IN ('x') | a NOT IN ('x')",
                "a IN () | a IN ()",
                "a BETWEEN 1 AND 2 AND b = 3 | a >= 1 AND a <= 2 AND b = 3",
                "5 BETWEEN a AND b | a <= 5 AND b >= 5",
                "a NOT BETWEEN 1 AND b | NOT (a >= 1 AND a <= b)",
                "a LIKE 'x%' | a LIKE 'x%'",
                "a NOT LIKE '\\_%' | a NOT LIKE '\\_%'",
                "a ILIKE 'x!_' ESCAPE '!' | a ILIKE 'x!_' ESCAPE '!'",
                "startswith(a, 'x%') and EndsWith(a.b, '') | startswith(a, 'x%') AND endswith(a.b, '')",
                "contains(`contains`, 'x') | contains(contains, 'x')",
                "a = 1 AND b = 2 OR c = 3 | a = 1 AND b = 2 OR c = 3",
                "a = 1 AND (b = 2 OR c = 3) | a = 1 AND (b = 2 OR c = 3)",
                "(a = 1 AND (b = 2 AND c = 3)) | a = 1 AND b = 2 AND c = 3",
                "NOT a = 1 AND b = 2 | a <> 1 AND b = 2",
                "NOT (a = 1 OR b = 2) | NOT (a = 1 OR b = 2)",
                "! a | a <> TRUE",
                "NOT NOT a < 1 | NOT NOT a < 1",
                "flag | flag = TRUE",
                "((a)) > (5) | a > 5",
                "TRUE OR false | TRUE OR FALSE",
                "`a b`.`c``d`.e = 1 | `a b`.`c``d`.e = 1",
                "`and` = 1 | `and` = 1",
                "`Date` = DATE '2024-01-31' | Date = DATE '2024-01-31'",
                "date = date '2024-1-3' | date = DATE '2024-01-03'",
                "x = X'cafe' | x = X'CAFE'",
                "interval < INTERVAL 3 HOURS | interval < INTERVAL '0 03:00:00' DAY TO SECOND",
                "größe = 1 | größe = 1",
                "a.and = 1 | a.`and` = 1",
                "`1a` = 1 | `1a` = 1",
                "`` = 1 | `` = 1",
                "a = 'it''s' | a = 'it''s'",
                "a = \"it's\"\"\" | a = 'it''s\"'",
            })
    void whatIsReadIsWrittenInOneWay(String text, String written) {
        Predicate read = Predicate.parse(text);

        assertThat(read).hasToString(written);
        assertThat(Predicate.parse(written)).isEqualTo(read);
    }

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of("NULL", new Literal.Null()),
                Arguments.of("tRUE", new Literal.Bool(true)),
                Arguments.of("-1", Literal.Whole.of(-1)),
                Arguments.of("+1", Literal.Whole.of(1)),
                Arguments.of("- 1", Literal.Whole.of(-1)),
                Arguments.of(
                        "123456789012345678901234567890",
                        new Literal.Whole(new BigInteger("123456789012345678901234567890"))),
                Arguments.of("-9223372036854775808L", Literal.Whole.of(Long.MIN_VALUE)),
                Arguments.of("-128y", Literal.Whole.of(-128)),
                Arguments.of("32767S", Literal.Whole.of(32767)),
                Arguments.of("1.50", new Literal.Decimal(new BigDecimal("1.50"))),
                Arguments.of("-.5", new Literal.Decimal(new BigDecimal("-0.5"))),
                Arguments.of("5.", new Literal.Decimal(new BigDecimal("5"))),
                Arguments.of("5BD", new Literal.Decimal(new BigDecimal("5"))),
                Arguments.of("1e3bd", new Literal.Decimal(new BigDecimal("1E+3"))),
                Arguments.of("1e3", new Literal.Floating(1000)),
                Arguments.of("-0.0D", new Literal.Floating(-0.0)),
                Arguments.of("1.1F", new Literal.Floating(1.1f)),
                Arguments.of("DOUBLE 'NaN'", new Literal.Floating(Double.NaN)),
                Arguments.of("FLOAT '-Infinity'", new Literal.Floating(Double.NEGATIVE_INFINITY)),
                Arguments.of("'a\\'b\\\"\\n\\t\\r\\0\\b\\Z\\\\'", new Literal.Text("a'b\"\n\t\r\0\b\u001a\\")),
                Arguments.of("'\\u00e5\\U0001F600\\x\\101'", new Literal.Text("å😀xA")),
                Arguments.of("'\\%\\_'", new Literal.Text("\\%\\_")),
                Arguments.of("'\\ud800'", new Literal.Text("\ud800")),
                Arguments.of("r'\\n\\'", new Literal.Text("\\n\\")),
                Arguments.of("R\"a'b\"", new Literal.Text("a'b")),
                Arguments.of("X''", new Literal.Binary(new byte[0])),
                Arguments.of("x'00ff'", new Literal.Binary(new byte[] {0, -1})),
                Arguments.of("DATE '2024-01-31'", new Literal.Date(LocalDate.of(2024, 1, 31))),
                Arguments.of("DATE '-0044-03-15'", new Literal.Date(LocalDate.of(-44, 3, 15))),
                Arguments.of("DATE '+12024-01-31'", new Literal.Date(LocalDate.of(12024, 1, 31))),
                Arguments.of("TIME '12:30'", new Literal.Time(LocalTime.of(12, 30))),
                Arguments.of("TIME '12:30:01.5'", new Literal.Time(LocalTime.of(12, 30, 1, 500_000_000))),
                Arguments.of("TIMESTAMP '2024-01-31 12:00:00Z'", timestamp("2024-01-31T12:00:00Z")),
                Arguments.of("TIMESTAMP '2024-01-31T12:00+01:00'", timestamp("2024-01-31T11:00:00Z")),
                Arguments.of("TIMESTAMP '2024-07-01 12:00:00 Europe/Oslo'", timestamp("2024-07-01T10:00:00Z")),
                Arguments.of("TIMESTAMP_LTZ '2024-01-31 12:00:00'", timestamp("2024-01-31T12:00:00Z")),
                Arguments.of("TIMESTAMP_LTZ '2024-01-31'", timestamp("2024-01-31T00:00:00Z")),
                Arguments.of("TIMESTAMP '2024-01-31 12:00:00.123456789'", withoutZone("2024-01-31T12:00:00.123456789")),
                Arguments.of("TIMESTAMP_NTZ '2024-01-31'", withoutZone("2024-01-31T00:00:00")),
                Arguments.of("INTERVAL '5' DAY", new Literal.DayTime(Duration.ofDays(5))),
                Arguments.of("INTERVAL -5 MINUTES", new Literal.DayTime(Duration.ofMinutes(-5))),
                Arguments.of("-INTERVAL '-5' MINUTE", new Literal.DayTime(Duration.ofMinutes(5))),
                Arguments.of("INTERVAL '-1.5' SECOND", new Literal.DayTime(Duration.ofMillis(-1500))),
                Arguments.of(
                        "INTERVAL '-1 02:03:04.5' DAY TO SECOND",
                        new Literal.DayTime(Duration.parse("P-1DT-2H-3M-4.5S"))),
                Arguments.of("INTERVAL '1' YEAR", new Literal.YearMonth(12)),
                Arguments.of("INTERVAL '-14' MONTH", new Literal.YearMonth(-14)),
                Arguments.of("INTERVAL '1-2' YEAR TO MONTH", new Literal.YearMonth(14)));
    }

    private static Literal timestamp(String instant) {
        return new Literal.Timestamp(Instant.parse(instant));
    }

    private static Literal withoutZone(String time) {
        return new Literal.TimestampNtz(LocalDateTime.parse(time));
    }

    @ParameterizedTest
    @MethodSource("values")
    void valuesOfAllKindsAreReadAndWritten(String text, Literal value) {
        Predicate read = Predicate.parse("a > " + text);

        assertThat(read).isEqualTo(new GreaterThan(col("a"), value));
        assertThat(Predicate.parse(read.toString())).isEqualTo(read);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "~~ | 0 | expected a column or a value, found the end",
                "id > | 4 | expected a column or a value after \">\", found the end",
                "id > 5 id | 7 | expected AND, OR or the end after \"5\", found \"id\"",
                "id = 1 ; x | 7 | expected AND, OR or the end after \"1\", found \";\"",
                "(id = 1 | 7 | expected \")\" after \"1\", found the end",
                "id = 1) | 6 | expected AND, OR or the end after \"1\", found \")\"",
                "id 5 | 3 | expected AND, OR or the end after \"id\", found \"5\"",
                "1 = 1 | 0 | two values are compared with each other: one side has to be a column",
                "(a = 1) = TRUE | 1 | a condition is compared: on both sides have to be columns or values",
                "1 < a < 3 | 6 | expected AND, OR or the end after \"a\", found \"<\"",
                "NULL | 0 | NULL alone is no condition: compare a column with it",
                "a = 1 AND 5 | 10 | expected a condition, found the value 5",
                "a IS 5 | 5 | expected NULL, TRUE, FALSE or DISTINCT FROM after \"IS\", found \"5\"",
                "5 IS NULL | 0 | IS needs a column",
                "5 IN (1) | 0 | IN needs a column",
                "a IN 1 | 5 | expected \"(\" after \"IN\", found \"1\"",
                "a IN (1 2) | 8 | expected \",\" or \")\" after \"1\", found \"2\"",
                "a IN (b) | 6 | IN needs values, neither columns nor conditions",
                "a IN (SELECT b FROM c) | 6 | subqueries are not supported: \"SELECT\"",
                "(SELECT 1) = a | 1 | subqueries are not supported: \"SELECT\"",
                "EXISTS (SELECT 1) | 0 | subqueries are not supported: \"EXISTS\"",
                "a BETWEEN 1 OR 2 | 12 | expected AND after \"1\", found \"OR\"",
                "a LIKE 5 | 7 | expected a pattern in quotes after \"LIKE\", found \"5\"",
                "a LIKE 'x' ESCAPE 'xy' | 18 | the escape is one character",
                "a LIKE 'x\\\\' | 7 | in the pattern 'x\\' the escape character \\ stands before neither %, _ nor itself",
                "a + 1 > 2 | 2 | arithmetic is not supported: \"+\"",
                "a && b | 2 | arithmetic is not supported, two conditions are joined by AND: \"&\"",
                "a > 2 * 3 | 6 | arithmetic is not supported: \"*\"",
                "a::int = 1 | 1 | casts are not supported, compare with a value of the column's type: \"::\"",
                "CAST(a AS INT) = 1 | 0 | casts are not supported, compare with a value of the column's type: \"CAST\"",
                "a RLIKE 'x' | 2 | regular expressions are not supported: \"RLIKE\"",
                "tags[0] = 1 | 4 | items of arrays and maps are not supported: \"[\"",
                "upper(a) = 'X' | 0 | functions are not supported, but for startswith, endswith and contains: \"upper\"",
                "startswith(a, 5) | 14 | expected a text in quotes after \",\", found \"5\"",
                "a = 'x | 4 | the quote ' is not closed",
                "`a = 1 | 0 | the quote ` is not closed",
                "a = 12abc | 4 | \"12abc\" is no number",
                "a = 1.5L | 4 | \"1.5L\" is no number",
                "a = 128Y | 4 | the number 128Y is too large",
                "a = 1e999 | 4 | the number 1e999 is too large",
                "a = 1e99999999999BD | 4 | the number 1e99999999999BD is too large",
                "a = - 'x' | 6 | expected a number after \"-\", found \"'x'\"",
                "a = DATE '2024-02-30' | 9 | expected a date such as '2024-01-31' after DATE, found \"'2024-02-30'\"",
                "a = X'ABC' | 5 | expected binary in hexadecimal digits such as 'CAFE' after X, found \"'ABC'\"",
                "a = DOUBLE '1.5' | 11 | expected 'NaN', 'Infinity' or '-Infinity' after DOUBLE, found \"'1.5'\"",
                "a = '\\Uffffffff' | 5 | there is no character U+ffffffff",
                "a. = 1 | 3 | expected the name of a field after \".\", found \"=\"",
                "NOT | 3 | expected a column or a value after \"NOT\", found the end",
                "a = AND | 4 | expected a column or a value after \"=\", found \"AND\"",
            })
    void whatIsWrongIsNamedWithItsPosition(String text, int position, String message) {
        PredicateException error = Failures.of(() -> Predicate.parse(text));

        assertThat(error).hasMessage(message);
        assertThat(error.position()).isEqualTo(position);
    }

    @Test
    void textsAreNotJoined() {
        PredicateException error = Failures.of(() -> Predicate.parse("a || b = 'x'"));

        assertThat(error).hasMessage("joining texts is not supported, and two conditions are joined by OR: \"||\"");
        assertThat(error.position()).isEqualTo(2);
    }

    @Test
    void aTimestampWithAZoneIsNoneWithout() {
        PredicateException error = Failures.of(() -> Predicate.parse("a = TIMESTAMP_NTZ '2024-01-31 12:00:00Z'"));

        assertThat(error).hasMessageContaining("a timestamp without a zone such as '2024-01-31 12:30:00'");
        assertThat(error.position()).isEqualTo(18);
    }

    @Test
    void anIntervalThatIsNoneIsRefused() {
        PredicateException error = Failures.of(() -> Predicate.parse("a = INTERVAL '1.5' DAY"));

        assertThat(error).hasMessageStartingWith("\"'1.5'\" DAY is no interval such as");
        assertThat(error.position()).isEqualTo(13);
    }

    @Test
    void columnsAreComparedInBothDirections() {
        Predicate read = Predicate.parse("a < b");

        assertThat(read).isEqualTo(new ColumnComparison(col("a"), Operator.LESS, col("b")));
    }

    @Test
    void parenthesesMayLieWithinEachOtherToALimit() {
        String deepest = "(".repeat(200) + "a" + ")".repeat(200);

        Predicate read = Predicate.parse(deepest);
        PredicateException error = Failures.of(() -> Predicate.parse("(" + deepest + ")"));

        assertThat(read).isEqualTo(col("a").eq(true));
        assertThat(error).hasMessage("parentheses and negations are nested deeper than 200 levels");
        assertThat(error.position()).isEqualTo(200);
    }

    @Test
    void aMillionNegationsAreRefusedAndDoNotOverflowTheStack() {
        PredicateException error = Failures.of(() -> Predicate.parse("NOT ".repeat(1_000_000) + "a"));

        assertThat(error.position()).isEqualTo(800);
    }

    @Test
    void aHundredThousandConditionsInARowAreRead() {
        String text = String.join(" AND ", Collections.nCopies(100_000, "a > 1"));

        Predicate read = Predicate.parse(text);

        assertThat(read.conjuncts()).hasSize(100_000);
        assertThat(read.toString()).isEqualTo(text);
    }

    @Test
    void aNumberOfTooManyDigitsIsRefused() {
        PredicateException error = Failures.of(() -> Predicate.parse("a = " + "1".repeat(10_001)));

        assertThat(error).hasMessage("a number has at most 10000 digits");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "`",
                "a.b",
                "1a",
                "1",
                "é",
                " ",
                "a\nb",
                "\ud800",
                "😀",
                "and",
                "OR",
                "Not",
                "in",
                "between",
                "like",
                "ilike",
                "is",
                "null",
                "true",
                "false",
                "select",
                "interval",
                "date",
                "timestamp",
                "x",
                "r",
                "double",
                "escape",
                "distinct",
                "from",
                "startswith",
                "cast",
                "exists",
                "case"
            })
    void aColumnMayHaveAnyName(String name) {
        Predicate predicate = col(name)
                .startsWith("x")
                .or(col(name).eq("x"))
                .and(col("a", name).in("x", "y").not())
                .and(col(name, "a").like("x").or(col(name).gt(col(name))).not());

        Predicate read = Predicate.parse(predicate.toString());

        assertThat(read).isEqualTo(predicate);
    }

    @Test
    void aControlCharacterIsWrittenAsAnEscape() {
        Predicate predicate = col("a").eq("\u001b[31m\u2028\udc00 \\%");

        String text = predicate.toString();

        assertThat(text).isEqualTo("a = '\\u001b[31m\\u2028\\udc00 \\%'");
        assertThat(Predicate.parse(text)).isEqualTo(predicate);
    }

    @Test
    void whatOnlyBuildersMakeIsWrittenToo() {
        assertThat(new And(List.of())).hasToString("TRUE");
        assertThat(new Or(List.of())).hasToString("FALSE");
        assertThat(new And(List.of(new Or(List.of(col("a").isNull(), col("b").isNull())))))
                .hasToString("a IS NULL OR b IS NULL");
        assertThat(col("a.b").eq(Instant.EPOCH)).hasToString("`a.b` = TIMESTAMP '1970-01-01 00:00:00Z'");
    }
}
