package io.pysail.sdk.cli.output;

import static io.pysail.sdk.cli.output.HandMade.bytes;
import static io.pysail.sdk.cli.output.HandMade.ints;
import static io.pysail.sdk.cli.output.HandMade.joined;
import static io.pysail.sdk.cli.output.HandMade.longs;
import static io.pysail.sdk.cli.output.HandMade.none;
import static io.pysail.sdk.cli.output.HandMade.shorts;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cli.output.HandMade.Array;
import java.util.List;

/** A column of every type, with what is to become of it. */
final class TypeCases {
    private static final ArrowType INT32 = new ArrowType.Int(32, true);
    private static final ArrowType INT8 = new ArrowType.Int(8, true);
    private static final ArrowType STRING = new ArrowType.Text(Storage.REGULAR);

    /** The third row of three is null. */
    private static final byte[] TWO = bytes(0b011);

    private TypeCases() {}

    /**
     * A column.
     *
     * @param name the name of its type, as a table has it
     * @param json the values in JSON
     * @param csv the same as fields of CSV
     * @param sum the checksum
     */
    record Case(String name, ArrowType type, Array array, List<String> json, List<String> csv, long sum) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** A case whose fields of CSV are the values of JSON without their quotes. */
    private static Case plain(String name, ArrowType type, Array array, long sum, String... json) {
        List<String> csv = List.of(json).stream()
                .map(value -> value.equals("null") ? "" : value.replace("\"", ""))
                .toList();
        return new Case(name, type, array, List.of(json), csv, sum);
    }

    /** A case whose fields of CSV are the values of JSON in quotes. */
    private static Case nested(String name, ArrowType type, Array array, long sum, String... json) {
        List<String> csv = List.of(json).stream()
                .map(value -> value.matches(".*[\",].*") ? "\"" + value.replace("\"", "\"\"") + "\"" : value)
                .map(value -> value.equals("null") ? "" : value)
                .toList();
        return new Case(name, type, array, List.of(json), csv, sum);
    }

    static List<Case> all() {
        return List.of(
                plain("VOID", new ArrowType.Null(), Array.of(2), 0, "null", "null"),
                plain("BOOLEAN", new ArrowType.Bool(), Array.of(3, TWO, bytes(0b110)), 1, "false", "true", "null"),
                plain("BYTE", INT8, Array.of(3, TWO, bytes(-128, 127, 9)), 255, "-128", "127", "null"),
                plain(
                        "SHORT",
                        new ArrowType.Int(16, true),
                        Array.of(3, TWO, shorts(-32768, 32767, 9)),
                        65535,
                        "-32768",
                        "32767",
                        "null"),
                plain(
                        "INT",
                        INT32,
                        Array.of(3, TWO, ints(Integer.MIN_VALUE, Integer.MAX_VALUE, 9)),
                        0xFFFF_FFFFL,
                        "-2147483648",
                        "2147483647",
                        "null"),
                plain(
                        "LONG",
                        new ArrowType.Int(64, true),
                        Array.of(3, TWO, longs(Long.MIN_VALUE, Long.MAX_VALUE, 9)),
                        -1,
                        "-9223372036854775808",
                        "9223372036854775807",
                        "null"),
                plain("uint8", new ArrowType.Int(8, false), Array.of(1, none(), bytes(255)), 255, "255"),
                plain("uint16", new ArrowType.Int(16, false), Array.of(1, none(), shorts(65535)), 65535, "65535"),
                plain(
                        "uint32",
                        new ArrowType.Int(32, false),
                        Array.of(1, none(), ints(-1)),
                        0xFFFF_FFFFL,
                        "4294967295"),
                plain(
                        "uint64",
                        new ArrowType.Int(64, false),
                        Array.of(2, none(), longs(-1, 7)),
                        6,
                        "18446744073709551615",
                        "7"),
                plain(
                        "halffloat",
                        new ArrowType.Floating(16),
                        Array.of(3, TWO, shorts(0x3E00, 0xFC00, 0)),
                        0x3E00 + 0xFC00,
                        "1.5",
                        "\"-Infinity\"",
                        "null"),
                plain(
                        "FLOAT",
                        new ArrowType.Floating(32),
                        Array.of(2, none(), ints(Float.floatToRawIntBits(0.1f), Float.floatToRawIntBits(Float.NaN))),
                        Float.floatToRawIntBits(0.1f) + (long) Float.floatToRawIntBits(Float.NaN),
                        "0.1",
                        "\"NaN\""),
                plain(
                        "DOUBLE",
                        new ArrowType.Floating(64),
                        Array.of(
                                4,
                                none(),
                                longs(
                                        Double.doubleToRawLongBits(0.1),
                                        Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY),
                                        Double.doubleToRawLongBits(1e300),
                                        Double.doubleToRawLongBits(-0.0))),
                        Double.doubleToRawLongBits(0.1)
                                + Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)
                                + Double.doubleToRawLongBits(1e300)
                                + Double.doubleToRawLongBits(-0.0),
                        "0.1",
                        "\"-Infinity\"",
                        "1.0E300",
                        "-0.0"),
                new Case(
                        "STRING",
                        STRING,
                        Array.of(3, TWO, ints(0, 2, 2, 2), "é".getBytes(UTF_8)),
                        List.of("\"é\"", "\"\"", "null"),
                        List.of("é", "\"\"", ""),
                        0xA9C3),
                plain(
                        "large_string",
                        new ArrowType.Text(Storage.LARGE),
                        Array.of(2, none(), longs(0, 2, 11), "abcdefghijk".getBytes(UTF_8)),
                        word("ab") + word("cdefghij") + word("k"),
                        "\"ab\"",
                        "\"cdefghijk\""),
                plain(
                        "string_view",
                        new ArrowType.Text(Storage.VIEW),
                        Array.of(
                                2,
                                none(),
                                joined(
                                        ints(2),
                                        "ab\0\0\0\0\0\0\0\0\0\0".getBytes(UTF_8),
                                        ints(13),
                                        "cdef".getBytes(UTF_8),
                                        ints(0, 1)),
                                "-cdefghijklmno".getBytes(UTF_8),
                                longs(14)),
                        word("ab") + word("cdefghij") + word("klmno"),
                        "\"ab\"",
                        "\"cdefghijklmno\""),
                new Case(
                        "BINARY",
                        new ArrowType.Binary(Storage.REGULAR),
                        Array.of(3, TWO, ints(0, 2, 2, 2), bytes(255, 0)),
                        List.of("\"/wA=\"", "\"\"", "null"),
                        List.of("/wA=", "\"\"", ""),
                        255),
                plain(
                        "large_binary",
                        new ArrowType.Binary(Storage.LARGE),
                        Array.of(1, none(), longs(0, 1), bytes(7)),
                        7,
                        "\"Bw==\""),
                plain(
                        "binary_view",
                        new ArrowType.Binary(Storage.VIEW),
                        Array.of(1, none(), joined(ints(1, 7, 0, 0)), longs(0)),
                        7,
                        "\"Bw==\""),
                plain(
                        "fixed_size_binary[3]",
                        new ArrowType.FixedBinary(3),
                        Array.of(1, none(), bytes(1, 2, 3)),
                        0x03_02_01,
                        "\"AQID\""),
                plain(
                        "decimal32(9, 2)",
                        new ArrowType.Decimal(9, 2, 32),
                        Array.of(2, none(), ints(-5, 150)),
                        0xFFFF_FFFBL + 150,
                        "\"-0.05\"",
                        "\"1.50\""),
                plain(
                        "decimal64(18, 0)",
                        new ArrowType.Decimal(18, 0, 64),
                        Array.of(1, none(), longs(-7)),
                        -7,
                        "\"-7\""),
                plain(
                        "DECIMAL(38,18)",
                        new ArrowType.Decimal(38, 18, 128),
                        Array.of(3, TWO, longs(-1, -1, 0, 1, 5, 5)),
                        -1,
                        "\"-0.000000000000000001\"",
                        "\"18.446744073709551616\"",
                        "null"),
                plain(
                        "decimal128(3, -2)",
                        new ArrowType.Decimal(3, -2, 128),
                        Array.of(2, none(), longs(12, 0, 0, 0)),
                        12,
                        "\"1200\"",
                        "\"0\""),
                plain(
                        "decimal256(76, 1)",
                        new ArrowType.Decimal(76, 1, 256),
                        Array.of(2, none(), longs(0, 0, 1, 0, -1, -1, -1, -1)),
                        -3,
                        "\"34028236692093846346337460743176821145.6\"",
                        "\"-0.1\""),
                plain(
                        "DATE",
                        new ArrowType.Date(DateUnit.DAY),
                        Array.of(4, none(), ints(19782, -1, -719529, 2932897)),
                        19782 + 0xFFFF_FFFFL + (-719529 & 0xFFFF_FFFFL) + 2932897,
                        "\"2024-02-29\"",
                        "\"1969-12-31\"",
                        "\"-0001-12-31\"",
                        "\"+10000-01-01\""),
                plain(
                        "date64",
                        new ArrowType.Date(DateUnit.MILLISECOND),
                        Array.of(2, none(), longs(86_400_000L * 19782, -86_400_000L)),
                        86_400_000L * 19781,
                        "\"2024-02-29\"",
                        "\"1969-12-31\""),
                plain(
                        "time32[s]",
                        new ArrowType.Time(Unit.SECOND),
                        Array.of(1, none(), ints(86399)),
                        86399,
                        "\"23:59:59\""),
                plain(
                        "time32[ms]",
                        new ArrowType.Time(Unit.MILLISECOND),
                        Array.of(2, none(), ints(1, 500)),
                        501,
                        "\"00:00:00.001\"",
                        "\"00:00:00.5\""),
                plain(
                        "TIME(6)",
                        new ArrowType.Time(Unit.MICROSECOND),
                        Array.of(1, none(), longs(3_600_000_001L)),
                        3_600_000_001L,
                        "\"01:00:00.000001\""),
                plain(
                        "TIME(9)",
                        new ArrowType.Time(Unit.NANOSECOND),
                        Array.of(2, none(), longs(1, -1)),
                        0,
                        "\"00:00:00.000000001\"",
                        "\"-00:00:00.000000001\""),
                plain(
                        "TIMESTAMP",
                        new ArrowType.Timestamp(Unit.MICROSECOND, "UTC"),
                        Array.of(3, TWO, longs(1_709_208_000_500_000L, -1, 5)),
                        1_709_208_000_499_999L,
                        "\"2024-02-29T12:00:00.5Z\"",
                        "\"1969-12-31T23:59:59.999999Z\"",
                        "null"),
                plain(
                        "TIMESTAMP_NTZ",
                        new ArrowType.Timestamp(Unit.MICROSECOND, null),
                        Array.of(1, none(), longs(1_709_208_000_000_000L)),
                        1_709_208_000_000_000L,
                        "\"2024-02-29T12:00:00\""),
                plain(
                        "timestamp[ns, Europe/Oslo]",
                        new ArrowType.Timestamp(Unit.NANOSECOND, "Europe/Oslo"),
                        Array.of(2, none(), longs(1_709_208_000_000_000_120L, Long.MIN_VALUE)),
                        1_709_208_000_000_000_120L + Long.MIN_VALUE,
                        "\"2024-02-29T12:00:00.00000012Z\"",
                        "\"1677-09-21T00:12:43.145224192Z\""),
                plain(
                        "timestamp[s]",
                        new ArrowType.Timestamp(Unit.SECOND, null),
                        Array.of(2, none(), longs(Long.MAX_VALUE, Long.MIN_VALUE)),
                        -1,
                        "\"+292277026596-12-04T15:30:07\"",
                        "\"-292277022657-01-27T08:29:52\""),
                plain(
                        "timestamp[ms, +05:30]",
                        new ArrowType.Timestamp(Unit.MILLISECOND, "+05:30"),
                        Array.of(1, none(), longs(10)),
                        10,
                        "\"1970-01-01T00:00:00.01Z\""),
                plain(
                        "INTERVAL DAY TO SECOND",
                        new ArrowType.Duration(Unit.MICROSECOND),
                        Array.of(5, none(), longs(1_500_000, -1_500_000, 93_784_000_000L, 0, -3_600_000_000L)),
                        93_784_000_000L - 3_600_000_000L,
                        "\"PT1.5S\"",
                        "\"-PT1.5S\"",
                        "\"P1DT2H3M4S\"",
                        "\"PT0S\"",
                        "\"-PT1H\""),
                plain(
                        "duration[s]",
                        new ArrowType.Duration(Unit.SECOND),
                        Array.of(2, none(), longs(Long.MIN_VALUE, 86_400)),
                        Long.MIN_VALUE + 86_400,
                        "\"-P106751991167300DT15H30M8S\"",
                        "\"P1D\""),
                plain(
                        "INTERVAL YEAR TO MONTH",
                        new ArrowType.Interval(IntervalUnit.MONTH),
                        Array.of(4, none(), ints(14, -14, 0, 5)),
                        14 + (-14 & 0xFFFF_FFFFL) + 5,
                        "\"P1Y2M\"",
                        "\"-P1Y2M\"",
                        "\"P0M\"",
                        "\"P5M\""),
                plain(
                        "day_time_interval",
                        new ArrowType.Interval(IntervalUnit.DAY_TIME),
                        Array.of(3, none(), ints(2, 500, -1, -1, 0, 0)),
                        (500L << 32) + 2 - 1,
                        "\"P2DT0.5S\"",
                        "\"-P1DT0.001S\"",
                        "\"PT0S\""),
                plain(
                        "month_day_nano_interval",
                        new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO),
                        Array.of(2, none(), joined(ints(14, -2), longs(500_000_000), ints(-1, -2), longs(-3_600))),
                        14 + (-2L << 32) + 500_000_000 + 0xFFFF_FFFFL + (-2L << 32) - 3_600,
                        "\"P1Y2M-2DT0.5S\"",
                        "\"-P1M2DT0.0000036S\""),
                nested(
                        "ARRAY<INT>",
                        list(INT32, Storage.REGULAR),
                        Array.of(3, TWO, ints(0, 2, 2, 4)).with(Array.of(4, bytes(0b1101), ints(1, 2, 3, 4))),
                        1,
                        "[1,null]",
                        "[]",
                        "null"),
                nested(
                        "large_list<string>",
                        list(STRING, Storage.LARGE),
                        Array.of(1, none(), longs(0, 2)).with(strings("a\"", "b,")),
                        word("a\"") + word("b,"),
                        "[\"a\\\"\",\"b,\"]"),
                nested(
                        "list_view<int32>",
                        list(INT32, Storage.VIEW),
                        Array.of(2, none(), ints(1, 0), ints(2, 1)).with(Array.of(3, none(), ints(1, 2, 3))),
                        6,
                        "[2,3]",
                        "[1]"),
                nested(
                        "large_list_view<int32>",
                        list(INT32, Storage.LARGE_VIEW),
                        Array.of(2, none(), longs(0, 0), longs(1, 1)).with(Array.of(1, none(), ints(5))),
                        10,
                        "[5]",
                        "[5]"),
                nested(
                        "fixed_size_list<int32>[2]",
                        new ArrowType.FixedList(ArrowField.nullable("item", INT32), 2),
                        Array.of(3, bytes(0b101)).with(Array.of(6, none(), ints(1, 2, 3, 4, 5, 6))),
                        14,
                        "[1,2]",
                        "null",
                        "[5,6]"),
                nested(
                        "STRUCT<a: INT, `b c`: ARRAY<STRING> NOT NULL>",
                        new ArrowType.Struct(List.of(
                                ArrowField.nullable("a", INT32),
                                ArrowField.required("b c", list(STRING, Storage.REGULAR)))),
                        Array.of(2, bytes(0b01))
                                .with(
                                        Array.of(2, none(), ints(1, 2)),
                                        Array.of(2, none(), ints(0, 1, 2)).with(strings("x", "y"))),
                        1 + word("x"),
                        "{\"a\":1,\"b c\":[\"x\"]}",
                        "null"),
                nested(
                        "MAP<STRING,DECIMAL(5,1)>",
                        map(STRING, new ArrowType.Decimal(5, 1, 128)),
                        Array.of(2, none(), ints(0, 2, 2))
                                .with(Array.of(2, none())
                                        .with(strings("k", "k"), Array.of(2, bytes(0b01), longs(15, 0, 7, 0)))),
                        2 * word("k") + 15,
                        "[[\"k\",\"1.5\"],[\"k\",null]]",
                        "[]"),
                plain(
                        "sparse_union<i: int32, s: string>",
                        union(false),
                        Array.of(2, bytes(5, 7)).with(Array.of(2, none(), ints(1, 2)), strings("no", "yes")),
                        1 + word("yes"),
                        "1",
                        "\"yes\""),
                plain(
                        "dense_union<i: int32, s: string>",
                        union(true),
                        Array.of(3, bytes(7, 5, 5), ints(0, 1, 0))
                                .with(Array.of(2, bytes(0b01), ints(1, 2)), strings("yes")),
                        1 + word("yes"),
                        "\"yes\"",
                        "null",
                        "1"),
                plain(
                        "dictionary<string, int8>",
                        new ArrowType.Dictionary(new ArrowType.Int(8, true), ArrowField.nullable("", STRING), false),
                        Array.of(4, bytes(0b1011), bytes(1, 0, 1, 1)).encoding(strings("a", "bc")),
                        word("a") + 2 * word("bc"),
                        "\"bc\"",
                        "\"a\"",
                        "null",
                        "\"bc\""),
                plain(
                        "run_end_encoded<int16, int8>",
                        new ArrowType.RunEndEncoded(
                                ArrowField.required("run_ends", new ArrowType.Int(16, true)),
                                ArrowField.nullable("values", INT8)),
                        Array.of(4)
                                .with(Array.of(3, none(), shorts(2, 3, 4)), Array.of(3, bytes(0b101), bytes(7, 8, 9))),
                        23,
                        "7",
                        "7",
                        "null",
                        "9"));
    }

    static ArrowType list(ArrowType item, Storage storage) {
        return new ArrowType.ListOf(ArrowField.nullable("item", item), storage);
    }

    private static ArrowType map(ArrowType key, ArrowType value) {
        ArrowType entry =
                new ArrowType.Struct(List.of(ArrowField.required("key", key), ArrowField.nullable("value", value)));
        return new ArrowType.MapOf(ArrowField.required("entries", entry), false);
    }

    private static ArrowType union(boolean dense) {
        return new ArrowType.Union(
                List.of(ArrowField.nullable("i", INT32), ArrowField.nullable("s", STRING)), List.of(5, 7), dense);
    }

    static Array strings(String... values) {
        int[] offsets = new int[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            offsets[i + 1] = offsets[i] + values[i].getBytes(UTF_8).length;
        }
        return Array.of(
                values.length, none(), ints(offsets), String.join("", values).getBytes(UTF_8));
    }

    /** Up to eight characters as a word. */
    static long word(String text) {
        long word = 0;
        for (int i = text.length() - 1; i >= 0; i--) {
            word = (word << 8) | text.charAt(i);
        }
        return word;
    }
}
