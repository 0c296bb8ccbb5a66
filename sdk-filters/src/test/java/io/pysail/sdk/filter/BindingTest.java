package io.pysail.sdk.filter;

import static io.pysail.sdk.filter.Column.col;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BindingTest {
    private static final ArrowType INT = new ArrowType.Int(64, true);
    private static final ArrowSchema SCHEMA = ArrowSchema.of(
            field("bool", new ArrowType.Bool()),
            field("tiny", new ArrowType.Int(8, true)),
            field("small", new ArrowType.Int(16, true)),
            field("int", new ArrowType.Int(32, true)),
            field("long", INT),
            field("utiny", new ArrowType.Int(8, false)),
            field("ulong", new ArrowType.Int(64, false)),
            field("half", new ArrowType.Floating(16)),
            field("float", new ArrowType.Floating(32)),
            field("double", new ArrowType.Floating(64)),
            field("dec", new ArrowType.Decimal(5, 2, 128)),
            field("big", new ArrowType.Decimal(3, -2, 256)),
            field("str", new ArrowType.Text(Storage.REGULAR)),
            field("view", new ArrowType.Text(Storage.VIEW)),
            field("bin", new ArrowType.Binary(Storage.LARGE)),
            field("fixed", new ArrowType.FixedBinary(2)),
            field("date", new ArrowType.Date(DateUnit.DAY)),
            field("date64", new ArrowType.Date(DateUnit.MILLISECOND)),
            field("time", new ArrowType.Time(Unit.SECOND)),
            field("timens", new ArrowType.Time(Unit.NANOSECOND)),
            field("ts", new ArrowType.Timestamp(Unit.MICROSECOND, "UTC")),
            field("tsns", new ArrowType.Timestamp(Unit.NANOSECOND, "Europe/Oslo")),
            field("ntz", new ArrowType.Timestamp(Unit.SECOND, null)),
            field("dur", new ArrowType.Duration(Unit.MILLISECOND)),
            field("months", new ArrowType.Interval(IntervalUnit.MONTH)),
            field("mdn", new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO)),
            field("nothing", new ArrowType.Null()),
            field("list", new ArrowType.ListOf(field("item", INT), Storage.REGULAR)),
            field("struct", new ArrowType.Struct(List.of(field("Inner", INT), field("a b", INT)))),
            field(
                    "dict",
                    new ArrowType.Dictionary(
                            new ArrowType.Int(8, true), field("", new ArrowType.Text(Storage.REGULAR)), false)),
            field(
                    "runs",
                    new ArrowType.RunEndEncoded(
                            field("e", new ArrowType.Int(32, true)), field("v", new ArrowType.Int(8, true)))),
            field("same", INT),
            field("Same", INT),
            field("SAME", INT),
            field("Total", INT),
            field("dot.ted", INT),
            field("twice", INT),
            field("twice", INT));

    private static ArrowField field(String name, ArrowType type) {
        return ArrowField.nullable(name, type);
    }

    private static String bind(String text) {
        return Predicate.parse(text).boundTo(SCHEMA).toString();
    }

    @Test
    void whatABuilderNestsTooDeepIsRefusedBeforeTheStackIsFull() {
        Predicate nested = col("long").eq(1);
        for (int i = 0; i < 20_000; i++) {
            nested = i % 2 == 0
                    ? nested.and(col("long").gt(i))
                    : nested.or(col("long").lt(i));
        }
        Predicate deep = nested;

        assertThatThrownBy(() -> deep.boundTo(SCHEMA))
                .isInstanceOf(PredicateException.class)
                .hasMessage("predicates are nested deeper than 500 levels");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "tiny = 5 | tiny = 5",
                "tiny <=> 5.0 | tiny <=> 5",
                "tiny < 1.5 | tiny <= 1",
                "tiny <= -1.5 | tiny <= -2",
                "tiny > 1.5e0 | tiny > 1",
                "tiny >= -0.5BD | tiny > -1",
                "tiny = 1.5 | tiny IS NULL AND tiny = NULL",
                "tiny <=> 1.5 | FALSE",
                "tiny <> 1.5 | NOT (tiny IS NULL AND tiny = NULL)",
                "tiny < 300 | tiny IS NOT NULL OR tiny = NULL",
                "tiny >= 300 | tiny IS NULL AND tiny = NULL",
                "tiny > -129 | tiny IS NOT NULL OR tiny = NULL",
                "tiny <= -129 | tiny IS NULL AND tiny = NULL",
                "tiny <=> 128 | FALSE",
                "tiny < DOUBLE 'NaN' | tiny IS NOT NULL OR tiny = NULL",
                "tiny < DOUBLE '-Infinity' | tiny IS NULL AND tiny = NULL",
                "tiny < 127.5 | tiny IS NOT NULL OR tiny = NULL",
                "tiny < 1e-300 | tiny <= 0",
                "tiny < 1e-999999999BD | tiny <= 0",
                "tiny > -1e-999999999BD | tiny > -1",
                "tiny < 1e999999999BD | tiny IS NOT NULL OR tiny = NULL",
                "tiny = 0e999999999BD | tiny = 0",
                "utiny >= -1 | utiny IS NOT NULL OR utiny = NULL",
                "utiny = 255 | utiny = 255",
                "ulong = 18446744073709551615 | ulong = 18446744073709551615",
                "ulong < 18446744073709551616 | ulong IS NOT NULL OR ulong = NULL",
                "long > 9223372036854775807 | long > 9223372036854775807",
                "long > 9223372036854775808 | long IS NULL AND long = NULL",
                "tiny = NULL | tiny = NULL",
                "tiny > NULL | tiny = NULL",
                "tiny <=> NULL | tiny IS NULL",
                "tiny IN (1, 1.0, 300, NULL, 2.5, 1e0) | tiny IN (1, NULL)",
                "tiny IN (1, 300) | tiny = 1",
                "tiny IN (300, 1.5) | tiny IS NULL AND tiny = NULL",
                "tiny IN (300, NULL) | tiny = NULL",
                "tiny IN (NULL) | tiny = NULL",
                "tiny IN () | FALSE",
                "tiny NOT IN (3, 4, 3) | tiny NOT IN (3, 4)",
                "float = 0.5 | float = 0.5D",
                "float = 1.1 | float IS NULL AND float = NULL",
                "float < 1.1F | float < 1.100000023841858D",
                "float >= 16777217 | float > 1.6777216E7",
                "float > 1e300 | float > 3.4028234663852886E38",
                "float < -1e300 | float <= DOUBLE '-Infinity'",
                "float = FLOAT 'NaN' | float = DOUBLE 'NaN'",
                "half = 65504 | half = 65504.0D",
                "half > 65505 | half > 65504.0D",
                "half < 0.1 | half <= 0.0999755859375D",
                "half < -1e-30 | half <= -5.960464477539063E-8",
                "double = 5 | double = 5.0D",
                "double = 9007199254740993 | double = 9.007199254740992E15",
                "double < 1e400BD | double <= 1.7976931348623157E308",
                "double < -1e400BD | double <= DOUBLE '-Infinity'",
                "double = -0e0 | double = -0.0D",
                "dec = 1 | dec = 1.00",
                "dec = 1.500 | dec = 1.50",
                "dec > 1.555 | dec > 1.55",
                "dec = 0.1e0 | dec = 0.10",
                "dec < 1000 | dec IS NOT NULL OR dec = NULL",
                "dec < 999.991 | dec IS NOT NULL OR dec = NULL",
                "dec < -999.991 | dec IS NULL AND dec = NULL",
                "dec < DOUBLE 'NaN' | dec IS NOT NULL OR dec = NULL",
                "big = 1200 | big = 1.2E+3BD",
                "big < 1250 | big <= 1.2E+3BD",
                "big < 1e5 | big IS NOT NULL OR big = NULL",
                "str > 'a' | str > 'a'",
                "view IN ('b', 'b') | view = 'b'",
                "dict LIKE 'a%' | dict LIKE 'a%'",
                "dict = 'a' | dict = 'a'",
                "runs < 300 | runs IS NOT NULL OR runs = NULL",
                "bin = X'00' | bin = X'00'",
                "fixed < X'00' | fixed < X'00'",
                "bool | bool = TRUE",
                "bool < TRUE | bool < TRUE",
                "date = '2024-1-31' | date = DATE '2024-01-31'",
                "date < TIMESTAMP '2024-01-31 00:00:01Z' | date <= DATE '2024-01-31'",
                "date = TIMESTAMP '2024-01-31 01:00:00+01:00' | date = DATE '2024-01-31'",
                "date < TIMESTAMP_NTZ '1969-12-31 12:00:00' | date <= DATE '1969-12-31'",
                "date < DATE '+999999999-01-01' | date IS NOT NULL OR date = NULL",
                "date64 < DATE '+300000000-01-01' | date64 IS NOT NULL OR date64 = NULL",
                "date64 < DATE '-300000000-01-01' | date64 IS NULL AND date64 = NULL",
                "date64 = DATE '+200000000-01-01' | date64 = DATE '+200000000-01-01'",
                "time = '12:30' | time = TIME '12:30'",
                "time < TIME '12:30:00.5' | time <= TIME '12:30'",
                "timens < TIME '12:30:00.000000001' | timens < TIME '12:30:00.000000001'",
                "ts = '2024-01-31 12:00:00' | ts = TIMESTAMP '2024-01-31 12:00:00Z'",
                "ts = '2024-01-31T12:00:00+01:00' | ts = TIMESTAMP '2024-01-31 11:00:00Z'",
                "ts = TIMESTAMP '2024-01-31 12:00:00' | ts = TIMESTAMP '2024-01-31 12:00:00Z'",
                "ts = DATE '2024-01-31' | ts = TIMESTAMP '2024-01-31 00:00:00Z'",
                "ts < TIMESTAMP '2024-01-31 12:00:00.0000005Z' | ts <= TIMESTAMP '2024-01-31 12:00:00Z'",
                "ts < TIMESTAMP '1969-12-31 23:59:59.9999995Z' | ts <= TIMESTAMP '1969-12-31 23:59:59.999999Z'",
                "ts < DATE '+300000-01-01' | ts IS NOT NULL OR ts = NULL",
                "tsns < DATE '2262-04-12' | tsns IS NOT NULL OR tsns = NULL",
                "tsns < DATE '1677-09-21' | tsns IS NULL AND tsns = NULL",
                "ntz = '2024-01-31' | ntz = TIMESTAMP_NTZ '2024-01-31 00:00'",
                "ntz = TIMESTAMP '2024-01-31 12:00:00+02:00' | ntz = TIMESTAMP_NTZ '2024-01-31 10:00'",
                "ntz < TIMESTAMP '2024-01-31 12:00:00.5' | ntz <= TIMESTAMP_NTZ '2024-01-31 12:00'",
                "dur > INTERVAL '1.0005' SECOND | dur > INTERVAL '0 00:00:01' DAY TO SECOND",
                "dur > INTERVAL '-1.0005' SECOND | dur > INTERVAL '-0 00:00:01.001' DAY TO SECOND",
                "dur > INTERVAL '999999999999' DAY | dur IS NULL AND dur = NULL",
                "months = INTERVAL '1' YEAR | months = INTERVAL '1-0' YEAR TO MONTH",
                "mdn IS NULL AND list = NULL AND struct <=> NULL AND nothing IN (NULL) | "
                        + "mdn IS NULL AND list = NULL AND struct IS NULL AND nothing = NULL",
                "tiny < double AND dec >= ulong | tiny < double AND dec >= ulong",
                "date <=> ts AND ntz < tsns | date <=> ts AND ntz < tsns",
                "view = dict AND bin > fixed | view = dict AND bin > fixed",
                "bool = bool AND time < timens AND dur = dur AND months = months"
                        + " | bool = bool AND time < timens AND dur = dur AND months = months",
                "startswith(str, 'a') OR contains(view, 'b') OR endswith(dict, 'c')"
                        + " | startswith(str, 'a') OR contains(view, 'b') OR endswith(dict, 'c')",
            })
    void valuesAreBroughtToTheColumnsType(String text, String bound) {
        assertThat(bind(text)).isEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TINY = 1 | tiny = 1",
                "Same = 1 | Same = 1",
                "TOTAL = total | Total = Total",
                "Struct.inner = 1 | struct.Inner = 1",
                "struct.`A B` IS NULL | struct.`a b` IS NULL",
                "`Dot.Ted` = 1 | `dot.ted` = 1",
            })
    void columnsAreSpelledAsInTheSchema(String text, String bound) {
        assertThat(bind(text)).isEqualTo(bound);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "totl = 1 | unknown column \"totl\", did you mean \"Total\"?",
                "struct.iner = 1 | unknown column \"struct.iner\", did you mean \"Inner\"?",
                "struct.x.y = 1 | unknown column \"struct.x\": there is Inner, a b",
                "tiny.x = 1 | unknown column \"tiny.x\": \"tiny\" is int8, which has no fields",
                "dot.ted = 1 | unknown column \"dot\": its name has a dot, so write `dot.ted`",
                "sAmE = 1 | the column \"sAmE\" could be \"same\" or \"Same\" or \"SAME\": write it as it is",
                "twice = 1 | there are 2 columns \"twice\"",
                "double = 'nan' | the column \"double\" is double: it cannot be compared with 'nan', write DOUBLE 'nan'",
                "tiny = '5' | the column \"tiny\" is int8: it cannot be compared with '5', write it without quotes",
                "tiny IN (1, 'x') | the column \"tiny\" is int8: it cannot be compared with 'x', which is a text",
                "tiny | the column \"tiny\" is int8: it is neither TRUE nor FALSE",
                "str = 5 | the column \"str\" is string: it cannot be compared with 5, which is a number",
                "bool = 'true' | the column \"bool\" is bool: it cannot be compared with 'true', which is a text",
                "bin = 'x' | the column \"bin\" is large_binary: it cannot be compared with 'x', which is a text",
                "date = 'today' | the column \"date\" is date32: 'today' is no date such as '2024-01-31'",
                "ts = 'x' | the column \"ts\" is timestamp[us, UTC]: 'x' is no timestamp such as '2024-01-31 12:30:00'",
                "ntz = '2024-01-31 12:00:00Z' | the column \"ntz\" is timestamp[s]: '2024-01-31 12:00:00Z' is no"
                        + " timestamp without a zone such as '2024-01-31 12:30:00'",
                "time = 'x' | the column \"time\" is time32[s]: 'x' is no time of day such as '12:30:00'",
                "list = 5 | the column \"list\" is list<int64>, which has no order: it can only be null or not null",
                "mdn = INTERVAL '1' DAY | the column \"mdn\" is month_day_nano_interval, which has no order: it can only"
                        + " be null or not null",
                "dict > 5 | the column \"dict\" is dictionary<string, int8>: it cannot be compared with 5, which is a number",
                "tiny LIKE '5%' | the column \"tiny\" is int8: LIKE is for text",
                "startswith(bin, 'x') | the column \"bin\" is large_binary: startswith is for text",
                "tiny < str | the column \"tiny\" is int8 and the column \"str\" is string: they cannot be compared",
                "list = list | the column \"list\" is list<int64> and the column \"list\" is list<int64>: they cannot be"
                        + " compared",
            })
    void whatCannotBeBoundIsRefused(String text, String message) {
        PredicateException error = Failures.of(() -> bind(text));

        assertThat(error).hasMessage(message);
        assertThat(error.position()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"mdn", "nothing", "list", "struct"})
    void typesWithoutOrderAreComparedWithNullOnly(String column) {
        for (Literal value : LiteralSamples.ONE_OF_EACH) {
            PredicateException error = Failures.of(() -> col(column).eq(value).boundTo(SCHEMA));

            assertThat(error).hasMessageContaining("which has no order");
        }
    }

    static Stream<Arguments> kinds() {
        String numbers = "Whole Floating Decimal";
        String days = "Text Date Timestamp TimestampNtz";
        return Stream.of(
                Arguments.of("bool", "Bool"),
                Arguments.of("tiny small int long utiny ulong runs", numbers),
                Arguments.of("half float double", numbers),
                Arguments.of("dec big", numbers),
                Arguments.of("str view dict", "Text"),
                Arguments.of("bin fixed", "Binary"),
                Arguments.of("date date64", days),
                Arguments.of("time timens", "Text Time"),
                Arguments.of("ts tsns ntz", days),
                Arguments.of("dur", "DayTime"),
                Arguments.of("months", "YearMonth"));
    }

    /** A text is no date and no time, so that it is refused for another reason. */
    @ParameterizedTest
    @MethodSource("kinds")
    void everyOtherKindOfValueIsRefused(String columns, String kinds) {
        for (String column : columns.split(" ")) {
            List<String> accepted = new ArrayList<>();
            for (Literal value : LiteralSamples.ONE_OF_EACH) {
                try {
                    col(column).le(value).boundTo(SCHEMA);
                    accepted.add(value.getClass().getSimpleName());
                } catch (PredicateException e) {
                    if (String.valueOf(e.getMessage()).contains(" is no ")) {
                        accepted.add(value.getClass().getSimpleName());
                    }
                }
            }
            assertThat(accepted).as(column).containsExactly(kinds.split(" "));
        }
    }

    @Test
    void aMomentBeyondAllDaysIsRefusedForAColumnThatMightHoldIt() {
        PredicateException error = Failures.of(() -> col("ntz").lt(Instant.MAX).boundTo(SCHEMA));

        assertThat(error).hasMessageContaining("is too far away for a timestamp without a zone");
    }

    @Test
    void valuesThatOnlyBuildersMakeAreBoundToo() {
        assertThat(col("ts").lt(Instant.MAX).boundTo(SCHEMA)).hasToString("ts IS NOT NULL OR ts = NULL");
        assertThat(col("ts").gt(LocalDateTime.MIN).boundTo(SCHEMA)).hasToString("ts IS NOT NULL OR ts = NULL");
        assertThat(col("date").gt(Instant.MIN).boundTo(SCHEMA)).hasToString("date IS NOT NULL OR date = NULL");
    }

    @Test
    void aHundredThousandValuesAreBoundAtOnce() {
        List<Integer> values = Stream.iterate(0, i -> i + 1).limit(100_000).toList();

        Predicate bound = col("int").in(values).boundTo(SCHEMA);

        assertThat(((In) bound).values()).hasSize(100_000);
    }
}
