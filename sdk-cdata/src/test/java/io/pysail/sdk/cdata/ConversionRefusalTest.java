package io.pysail.sdk.cdata;

import static io.pysail.sdk.cdata.Columns.Hidden.GARBAGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.Decimal;
import io.pysail.sdk.cdata.ArrowType.Duration;
import io.pysail.sdk.cdata.ArrowType.Floating;
import io.pysail.sdk.cdata.ArrowType.Int;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Struct;
import io.pysail.sdk.cdata.ArrowType.Time;
import io.pysail.sdk.cdata.ArrowType.Timestamp;
import io.pysail.sdk.cdata.ArrowType.Unit;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each message once: what would lose something is refused, named, and leaves nothing behind. */
class ConversionRefusalTest {
    private static final Int INT8 = new Int(8, true);
    private static final Int INT32 = new Int(32, true);
    private static final Int INT64 = new Int(64, true);
    private static final Int UINT8 = new Int(8, false);
    private static final Int UINT64 = new Int(64, false);
    private static final ArrowType HALF = new Floating(16);
    private static final ArrowType FLOAT = new Floating(32);
    private static final ArrowType DOUBLE = new Floating(64);
    private static final ArrowType TEXT = new ArrowType.Text(Storage.REGULAR);
    private static final ArrowType BINARY = new ArrowType.Binary(Storage.REGULAR);
    private static final long DAY = 86_400_000;

    private final OpenResources before = OpenResources.count();

    @AfterEach
    void nothingIsLeft() {
        assertThat(OpenResources.count()).isEqualTo(before);
    }

    /** A number, written as the integer of its bits, that has no place in the other type. */
    record Misfit(ArrowType found, Number value, ArrowType declared, String shown) {
        @Override
        public String toString() {
            return shown + " of " + found.text() + " as " + declared.text();
        }
    }

    static List<Misfit> misfits() {
        return List.of(
                new Misfit(INT64, 3_000_000_000L, INT32, "3000000000"),
                new Misfit(INT64, -129, INT8, "-129"),
                new Misfit(INT64, -1, UINT64, "-1"),
                new Misfit(INT8, -1, UINT8, "-1"),
                new Misfit(UINT8, 128, INT8, "128"),
                new Misfit(UINT64, -1, INT64, "18446744073709551615"),
                new Misfit(UINT64, -1, INT8, "18446744073709551615"),
                new Misfit(INT64, (1L << 53) + 1, DOUBLE, "9007199254740993"),
                new Misfit(INT64, Long.MAX_VALUE, DOUBLE, "9223372036854775807"),
                new Misfit(UINT64, -1, DOUBLE, "18446744073709551615"),
                new Misfit(INT32, (1 << 24) + 1, FLOAT, "16777217"),
                new Misfit(INT32, 65_536, HALF, "65536"),
                new Misfit(INT32, 2049, HALF, "2049"),
                new Misfit(DOUBLE, 1.5, INT64, "1.5"),
                new Misfit(DOUBLE, -0.0, INT64, "-0.0"),
                new Misfit(DOUBLE, Double.NaN, INT64, "NaN"),
                new Misfit(DOUBLE, Double.POSITIVE_INFINITY, INT64, "Infinity"),
                new Misfit(DOUBLE, 0x1p63, INT64, "9.223372036854776E18"),
                new Misfit(DOUBLE, 0x1p64, UINT64, "1.8446744073709552E19"),
                new Misfit(DOUBLE, -1.0, UINT64, "-1.0"),
                new Misfit(FLOAT, 128f, INT8, "128.0"),
                new Misfit(DOUBLE, 0.1, FLOAT, "0.1"),
                new Misfit(DOUBLE, 1e300, FLOAT, "1.0E300"),
                new Misfit(FLOAT, 65_520f, HALF, "65520.0"),
                new Misfit(INT64, 1000, new Decimal(5, 2, 128), "1000"),
                new Misfit(UINT64, -1, new Decimal(19, 0, 128), "18446744073709551615"),
                new Misfit(new Decimal(9, 2, 32), 1234, new Decimal(9, 1, 32), "12.34"),
                new Misfit(new Decimal(9, 2, 64), 1234, INT64, "12.34"),
                new Misfit(new Decimal(9, 0, 64), 128, INT8, "128"),
                new Misfit(new Decimal(38, 0, 128), BigInteger.TEN.pow(30), INT64, "1" + "0".repeat(30)),
                new Misfit(
                        new Decimal(38, 0, 128), BigInteger.TEN.pow(30), new Decimal(30, 0, 128), "1" + "0".repeat(30)),
                new Misfit(
                        new Decimal(76, 0, 256),
                        BigInteger.TEN.pow(50),
                        new Decimal(38, 0, 128),
                        "1" + "0".repeat(39) + "…"),
                new Misfit(new Decimal(5, 0, 32), 1, new Decimal(38, 38, 128), "1"),
                new Misfit(new Decimal(5, 2, 32), 1, new Decimal(76, -60, 256), "0.01"),
                new Misfit(date(DateUnit.MILLISECOND), DAY + 1, date(DateUnit.DAY), "1970-01-02"),
                new Misfit(date(DateUnit.MILLISECOND), DAY << 31, date(DateUnit.DAY), "+5881580-07-12"),
                new Misfit(new Time(Unit.NANOSECOND), 1_001, new Time(Unit.MICROSECOND), "00:00:00.000001001"),
                new Misfit(new Time(Unit.NANOSECOND), 1_000_000_001, new Time(Unit.SECOND), "00:00:01.000000001"),
                new Misfit(
                        new Timestamp(Unit.NANOSECOND, null),
                        1,
                        new Timestamp(Unit.MICROSECOND, null),
                        "1970-01-01T00:00:00.000000001"),
                new Misfit(
                        new Timestamp(Unit.SECOND, "UTC"),
                        9_223_372_037L,
                        new Timestamp(Unit.NANOSECOND, "UTC"),
                        "2262-04-11T23:47:17Z[UTC]"),
                new Misfit(
                        new Timestamp(Unit.SECOND, null),
                        Long.MAX_VALUE,
                        new Timestamp(Unit.MILLISECOND, null),
                        "a time beyond the calendar"),
                new Misfit(new Duration(Unit.MILLISECOND), 1, new Duration(Unit.SECOND), "PT0.001S"),
                new Misfit(interval(IntervalUnit.DAY_TIME), 1L << 32, new Duration(Unit.SECOND), "PT0.001S"),
                new Misfit(interval(IntervalUnit.DAY_TIME), 1L, interval(IntervalUnit.MONTH), "P1D"),
                new Misfit(interval(IntervalUnit.MONTH), 1, interval(IntervalUnit.DAY_TIME), "P1M"),
                new Misfit(
                        interval(IntervalUnit.MONTH_DAY_NANO),
                        BigInteger.ONE.shiftLeft(64),
                        interval(IntervalUnit.DAY_TIME),
                        "PT0.000000001S"));
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void aNumberThatDoesNotFitIsNamedWithItsRow(Misfit misfit) {
        List<@Nullable Number> values = new ArrayList<>(Collections.nCopies(2_000, 0));
        values.set(3, null);
        values.set(1_717, misfit.value());

        try (ForeignBatch foreign = Columns.numbers(misfit.found(), values, GARBAGE)) {
            assertThatThrownBy(() -> Columns.converted(foreign, misfit.declared()))
                    .isInstanceOf(ConversionException.class)
                    .hasMessage("column v: " + misfit.found().text() + " cannot become "
                            + misfit.declared().text() + " without loss: " + misfit.shown()
                            + " in row 1717 does not fit");
            assertThat(foreign.arrayReleases()).isOne();
        }
    }

    @ParameterizedTest
    @MethodSource("misfits")
    void whatLiesUnderANullMayBeAnything(Misfit misfit) {
        List<@Nullable Number> values = Arrays.asList(0, null, null, 0, null, null, null, null, null);

        try (ForeignBatch foreign = Columns.numbers(misfit.found(), values, GARBAGE);
                ArrowBatch converted = Columns.converted(foreign, misfit.declared());
                BatchView view = converted.read()) {
            assertThat(view.column(0).nullCount()).isEqualTo(7);
            assertThat(view.column(0).isNull(3)).isFalse();
        }
    }

    @Test
    void theExceptionSaysWhatAProgramWantsToKnow() {
        try (ForeignBatch foreign = Columns.numbers(INT64, List.of(1, 300), GARBAGE)) {
            ConversionException refused =
                    catchThrowableOfType(ConversionException.class, () -> Columns.converted(foreign, INT8));

            assertThat(refused.column()).isEqualTo("v");
            assertThat(refused.found()).isEqualTo("int64");
            assertThat(refused.declared()).isEqualTo("int8");
            assertThat(refused.row()).hasValue(1);
            assertThat(refused.reason()).isEqualTo("300 in row 1 does not fit");
        }
    }

    @Test
    void typesThatDoNotGoTogetherAreRefusedWithoutABatch() {
        refused(TEXT, INT64, "column v: string cannot become int64");
        refused(INT64, TEXT, "column v: int64 cannot become string");
        refused(BINARY, TEXT, "column v: binary cannot become string");
        refused(TEXT, BINARY, "column v: string cannot become binary");
        refused(new ArrowType.Bool(), INT8, "column v: bool cannot become int8");
        refused(INT8, new ArrowType.Bool(), "column v: int8 cannot become bool");
        refused(DOUBLE, new Decimal(38, 2, 128), "column v: double cannot become decimal128(38, 2)");
        refused(new Decimal(38, 2, 128), DOUBLE, "column v: decimal128(38, 2) cannot become double");
        refused(
                date(DateUnit.DAY),
                new Timestamp(Unit.MICROSECOND, null),
                "column v: date32 cannot become timestamp[us]");
        refused(INT64, new Duration(Unit.SECOND), "column v: int64 cannot become duration[s]");
        refused(
                interval(IntervalUnit.MONTH_DAY_NANO),
                new Duration(Unit.SECOND),
                "column v: month_day_nano_interval cannot become duration[s]");
        refused(TEXT, new ArrowType.Text(Storage.VIEW), "column v: string cannot become string_view");
        refused(
                list(INT8),
                new ArrowType.ListOf(item(INT8), Storage.VIEW),
                "column v: list<int8> cannot become list_view<int8>");
        refused(TEXT, dictionary(TEXT, INT8), "column v: string cannot become dictionary<string, int8>");
        refused(
                dictionary(TEXT, INT32),
                dictionary(TEXT, INT8),
                "column v: dictionary<string, int32> cannot become dictionary<string, int8>");
        refused(
                new ArrowType.Null(),
                new ArrowType.RunEndEncoded(ArrowField.required("run_ends", INT32), item(TEXT)),
                "column v: null cannot become run_end_encoded<int32, string>");
        refused(
                new ArrowType.FixedBinary(3),
                new ArrowType.FixedBinary(4),
                "column v: fixed_size_binary[3] cannot become fixed_size_binary[4]");
        refused(
                new ArrowType.FixedList(item(INT8), 3),
                new ArrowType.FixedList(item(INT8), 4),
                "column v: fixed_size_list<int8>[3] cannot become fixed_size_list<int8>[4]");
        refused(
                list(struct(ArrowField.required("key", TEXT), ArrowField.nullable("value", INT8))),
                map(TEXT, INT8),
                "column v: list<struct<key: string, value: int8>> cannot become map<string, int8>");
        refused(
                new ArrowType.Union(List.of(item(INT8)), List.of(0), true),
                new ArrowType.Union(List.of(item(INT8)), List.of(0), false),
                "column v: dense_union<item: int8> cannot become sparse_union<item: int8>");
        refused(
                new ArrowType.Union(List.of(item(INT8)), List.of(0), true),
                new ArrowType.Union(List.of(item(INT64)), List.of(0), true),
                "column v: dense_union<item: int8> cannot become dense_union<item: int64>");
        refused(
                new ArrowType.Union(List.of(item(INT8)), List.of(0), true),
                new ArrowType.Union(List.of(ArrowField.required("item", INT8)), List.of(0), true),
                "column v: dense_union<item: int8> cannot become dense_union<item: int8>");
    }

    @Test
    void aPointInTimeHasNoLocalTime() {
        refused(
                new Timestamp(Unit.MICROSECOND, "UTC"),
                new Timestamp(Unit.MICROSECOND, null),
                "column v: timestamp[us, UTC] cannot become timestamp[us]:"
                        + " which local time a point in time is depends on the zone");
    }

    @Test
    void whatIsNestedIsNamedByItsPath() {
        refused(
                list(struct(ArrowField.nullable("a", TEXT))),
                list(struct(ArrowField.nullable("a", INT8))),
                "column v.item.a: string cannot become int8");
        refused(dictionary(TEXT, INT8), INT8, "column v: string cannot become int8");
    }

    @Test
    void aLongTypeIsCutInTheMessage() {
        ArrowField[] fields = Collections.nCopies(100, item(INT64)).toArray(ArrowField[]::new);

        assertThatThrownBy(() -> between(struct(fields), INT8))
                .hasMessage(
                        "column v: struct<" + "item: int64, ".repeat(15).substring(0, 193) + "… cannot become int8");
    }

    @Test
    void namesMustBeTheSameOnes() {
        ArrowSchema declared = ArrowSchema.of(item("id", INT64), item("Total", INT64), item("x", INT8));

        assertThatThrownBy(() -> BatchConversion.between(
                        ArrowSchema.of(item("id", INT64), item("total", INT64), item("y", INT8)), declared))
                .isInstanceOf(ConversionException.class)
                .hasMessage("the batch: the columns are not those that are declared: missing \"Total\", \"x\","
                        + " unexpected \"total\", \"y\"; upper and lower case differ");
        assertThatThrownBy(() -> BatchConversion.between(ArrowSchema.of(item("id", INT64)), declared))
                .hasMessage("the batch: the columns are not those that are declared: missing \"Total\", \"x\"");
        assertThatThrownBy(() -> BatchConversion.between(
                        ArrowSchema.of(item("id", INT64), item("id", INT64)), ArrowSchema.of(item("id", INT64))))
                .hasMessage("the batch: the columns are not those that are declared: unexpected \"id\"");
        assertThatThrownBy(() -> between(struct(item("a", INT8)), struct(item("b", INT8))))
                .hasMessage("column v: the fields are not those that are declared: missing \"b\", unexpected \"a\"");
    }

    @Test
    void manyWrongNamesAreNotAllListed() {
        ArrowField[] many = java.util.stream.IntStream.range(0, 25)
                .mapToObj(i -> item("c" + i, INT8))
                .toArray(ArrowField[]::new);

        assertThatThrownBy(() -> BatchConversion.between(ArrowSchema.of(many), ArrowSchema.of()))
                .hasMessageEndingWith("\"c18\", \"c19\" and 5 more");
    }

    @Test
    void aNullInARequiredColumnIsRefused() {
        ArrowSchema required = ArrowSchema.of(ArrowField.required("v", INT64));

        try (ForeignBatch foreign = Columns.numbers(INT32, Arrays.asList(1, 2, null), GARBAGE)) {
            assertThatThrownBy(() -> Columns.converted(foreign, required))
                    .isInstanceOf(ConversionException.class)
                    .hasMessage("column v: row 2 is null, but the column is declared without nulls");
        }
        try (ForeignBatch foreign = Columns.numbers(INT32, Arrays.asList(1, 2, 3), GARBAGE);
                ArrowBatch converted = Columns.converted(foreign, required)) {
            assertThat(converted.schema()).isEqualTo(required);
        }
    }

    @Test
    void bytesOfAnotherSizeAreRefused() {
        try (ForeignBatch foreign = Columns.bytes("z", "abc", "abcd")) {
            assertThatThrownBy(() -> Columns.converted(foreign, new ArrowType.FixedBinary(3)))
                    .hasMessage("column v: binary cannot become fixed_size_binary[3] without loss:"
                            + " 0x61626364 of 4 bytes in row 1 does not fit");
        }
    }

    @Test
    void moreThanSmallOffsetsCanCountIsRefused() {
        Map.of("U", TEXT, "Z", BINARY).forEach((format, type) -> {
            try (ForeignBatch foreign = Samples.batch(
                    Samples.schema(format, "v"),
                    Samples.array(
                            2, 0, Samples.buffers(Samples.NULL, Samples.longs(5, 6, 3_000_000_000L), new byte[1])))) {
                assertThatThrownBy(() -> Columns.converted(foreign, type))
                        .isInstanceOf(ConversionException.class)
                        .hasMessage("column v: large_" + type.text() + " cannot become " + type.text()
                                + ": one batch of it holds more than 32-bit offsets can count");
            }
        });
    }

    @Test
    void offsetsThatGoBackwardsAreFoundOut() {
        try (ForeignBatch foreign = Samples.batch(
                Samples.schema("U", "v"),
                Samples.array(2, 0, Samples.buffers(Samples.NULL, Samples.longs(0, 9, 3), new byte[3])))) {
            assertThatThrownBy(() -> Columns.converted(foreign, TEXT))
                    .isInstanceOf(ArrowDataException.class)
                    .hasMessage("column v: row 1 has offsets that go backwards");
        }
    }

    @Test
    void aBatchOfAnotherSchemaIsRefused() {
        try (ForeignBatch foreign = Samples.twoColumns();
                ArrowBatch batch = ArrowImporter.with(Releaser.AT_ONCE).batch(foreign.array(), foreign.schema())) {
            BatchConversion other = BatchConversion.between(ArrowSchema.of(), ArrowSchema.of());

            assertThatThrownBy(() -> other.convert(batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a batch of struct<id: int64, name: string> was given to the conversion of struct<>");
        }
    }

    @Test
    void aClosedBatchIsNotConverted() {
        try (ForeignBatch foreign = Samples.twoColumns()) {
            ArrowBatch batch = ArrowImporter.with(Releaser.AT_ONCE).batch(foreign.array(), foreign.schema());
            BatchConversion conversion = BatchConversion.between(
                    batch.schema(), ArrowSchema.of(ArrowField.required("name", TEXT), item("id", INT64)));
            batch.close();

            assertThatThrownBy(() -> conversion.convert(batch))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the batch is closed");
        }
    }

    private static void refused(ArrowType found, ArrowType declared, String message) {
        assertThatThrownBy(() -> between(found, declared))
                .isInstanceOf(ConversionException.class)
                .hasMessage(message);
    }

    private static BatchConversion between(ArrowType found, ArrowType declared) {
        return BatchConversion.between(
                ArrowSchema.of(ArrowField.nullable("v", found)), ArrowSchema.of(ArrowField.nullable("v", declared)));
    }

    private static ArrowType date(DateUnit unit) {
        return new ArrowType.Date(unit);
    }

    private static ArrowType interval(IntervalUnit unit) {
        return new ArrowType.Interval(unit);
    }

    private static ArrowType list(ArrowType type) {
        return new ArrowType.ListOf(item(type), Storage.REGULAR);
    }

    private static ArrowType map(ArrowType key, ArrowType value) {
        return new ArrowType.MapOf(
                ArrowField.required("entries", struct(ArrowField.required("key", key), item("value", value))), false);
    }

    private static ArrowType struct(ArrowField... fields) {
        return new Struct(List.of(fields));
    }

    private static ArrowType dictionary(ArrowType values, Int index) {
        return new ArrowType.Dictionary(index, ArrowField.nullable("", values), false);
    }

    private static ArrowField item(ArrowType type) {
        return item("item", type);
    }

    private static ArrowField item(String name, ArrowType type) {
        return ArrowField.nullable(name, type);
    }
}
