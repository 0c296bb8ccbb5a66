package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Every type that is built from rows, with canonical values at its edges. */
final class RowTypeCatalogue {
    private static final String TEXTS =
            "'', 'a', 'name-1', 'x' * 300, 'abcdefgh', 'ä', 'ж' * 200, '\\u20ac\\U0001f600', '\\0', '\\x7f', '\\ud7ff\\ue000'";
    private static final String BYTES = "b'', b'a', bytes(range(256)), b'\\xff' * 300, b'\\0'";
    private static final String LONGS = "0, 1, -1, 2**31 - 1, 2**31, -2**31, -2**31 - 1, 2**45, 2**60, -2**60 + 1,"
            + " 2**63 - 1, -2**63, 2**15, 2**30, -2**15";
    private static final String FLOATS = "0.0, -0.0, 1.5, -2.25, inf, -inf, nan, 2.0**-24";

    private RowTypeCatalogue() {}

    /** The types by a name each, with their values as an expression of Python. */
    static Map<String, RowSample> samples() {
        Map<ArrowType, String> values = flat();
        ArrowField item = ArrowField.nullable("item", new ArrowType.Int(64, true));
        ArrowField text = ArrowField.nullable("text", new ArrowType.Text(Storage.REGULAR));
        ArrowField key = ArrowField.required("key", new ArrowType.Text(Storage.REGULAR));
        ArrowType struct = new ArrowType.Struct(List.of(text, item));
        values.put(new ArrowType.ListOf(item, Storage.REGULAR), "[], [1], [None, 2**40, -7] * 20");
        values.put(new ArrowType.ListOf(text, Storage.LARGE), "[], ['a'], ['b', None, 'ä']");
        values.put(new ArrowType.FixedList(item, 2), "[1, 2], [None, 2**62]");
        values.put(new ArrowType.FixedList(item, 0), "[]");
        values.put(
                new ArrowType.MapOf(ArrowField.required("entries", new ArrowType.Struct(List.of(key, item))), false),
                "[], [('a', 1)], [('a', None), ('b', 2), ('a', 3)]");
        values.put(struct, "('a', 1), (None, None), ('b', -1)");
        values.put(new ArrowType.Struct(List.of()), "()");
        values.put(
                new ArrowType.ListOf(ArrowField.nullable("item", struct), Storage.REGULAR),
                "[], [('a', 1), None], [(None, 2)] * 3");

        Map<String, RowSample> samples = new LinkedHashMap<>();
        values.forEach((type, list) -> samples.put(type.text(), sample(type, list)));
        samples.put("no columns", new RowSample(ArrowSchema.of(), "[(), (), ()]"));
        samples.put("no rows", new RowSample(ArrowSchema.of(item, text), "[]"));
        samples.put("many columns", manyColumns());
        samples.put("rows that are the same object", new RowSample(ArrowSchema.of(item, text), "[(1, 'a')] * 5"));
        return samples;
    }

    private static RowSample sample(ArrowType type, String list) {
        return new RowSample(
                ArrowSchema.of(ArrowField.nullable("v", type)), "[(v,) for v in [None, " + list + ", None]]");
    }

    private static RowSample manyColumns() {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            fields.add(ArrowField.required("c" + i, new ArrowType.Int(16, true)));
        }
        return new RowSample(ArrowSchema.of(fields.toArray(ArrowField[]::new)), "[tuple(range(300))] * 2");
    }

    private static Map<ArrowType, String> flat() {
        Map<ArrowType, String> values = new LinkedHashMap<>();
        values.put(new ArrowType.Null(), "None");
        values.put(new ArrowType.Bool(), "True, False");
        for (int bits = 8; bits <= 64; bits *= 2) {
            values.put(new ArrowType.Int(bits, true), "0, 1, -1, 2**%1$d - 1, -2**%1$d".formatted(bits - 1));
            values.put(
                    new ArrowType.Int(bits, false),
                    "0, 1, 2**%1$d - 1, 2**%1$d, 2**%2$d - 1".formatted(bits - 1, bits));
        }
        for (int bits = 16; bits <= 64; bits *= 2) {
            values.put(new ArrowType.Floating(bits), FLOATS);
        }
        values.put(new ArrowType.Date(ArrowType.DateUnit.DAY), "0, -719162, 2932896");
        values.put(new ArrowType.Date(ArrowType.DateUnit.MILLISECOND), LONGS);
        for (ArrowType.Unit unit : ArrowType.Unit.values()) {
            values.put(new ArrowType.Time(unit), "0, 1, 86399 * " + unit.perSecond());
            values.put(new ArrowType.Timestamp(unit, null), LONGS);
            values.put(new ArrowType.Timestamp(unit, "Europe/Berlin"), LONGS);
            values.put(new ArrowType.Duration(unit), LONGS);
        }
        values.put(new ArrowType.Interval(ArrowType.IntervalUnit.MONTH), "0, -1, 2**31 - 1, -2**31");
        values.put(new ArrowType.Decimal(5, 2, 128), "0, 99999, -99999");
        values.put(new ArrowType.Decimal(38, 2, 128), LONGS + ", 2**64, -2**64, 10**38 - 1, 1 - 10**38, 2**75, 2**90");
        values.put(
                new ArrowType.Decimal(76, 0, 256),
                LONGS + ", 2**64, -2**64, 2**128, -2**128, -2**192, 2**192, 10**76 - 1, 1 - 10**76, -2**240");
        for (Storage storage : List.of(Storage.REGULAR, Storage.LARGE, Storage.VIEW)) {
            values.put(new ArrowType.Text(storage), TEXTS);
            values.put(new ArrowType.Binary(storage), BYTES);
        }
        values.put(new ArrowType.FixedBinary(3), "b'abc', b'\\0\\0\\0', b'\\xff\\xfe\\xfd'");
        values.put(new ArrowType.FixedBinary(0), "b''");
        return values;
    }

    /** The rows as {@link CellText} writes them, in one line. */
    static String line(List<String> rows) {
        return rows.stream().collect(Collectors.joining("|"));
    }
}
