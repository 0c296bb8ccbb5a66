package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.Storage;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Random schemas, and rows of random canonical values as an expression of Python. */
final class RandomRows {
    private final List<ArrowType> flat = RowTypeCatalogue.samples().values().stream()
            .flatMap(sample -> sample.schema().fields().stream())
            .map(ArrowField::type)
            .filter(type -> !(type instanceof ArrowType.ListOf
                    || type instanceof ArrowType.FixedList
                    || type instanceof ArrowType.MapOf
                    || type instanceof ArrowType.Struct))
            .distinct()
            .toList();
    private final Random random;
    private final List<String> texts = new ArrayList<>(List.of("''"));

    RandomRows(Random random) {
        this.random = random;
    }

    RowSample sample() {
        List<ArrowField> fields = fields(random.nextInt(6), 3);
        String rows = Stream.generate(() -> tuple(fields))
                .limit(random.nextInt(20))
                .collect(Collectors.joining(", ", "[", "]"));
        return new RowSample(
                ArrowSchema.of(fields.toArray(ArrowField[]::new)),
                random.nextInt(4) == 0 ? "(lambda rows: rows + rows[:3] + rows[-2:])(" + rows + ")" : rows);
    }

    private List<ArrowField> fields(int count, int depth) {
        return Stream.generate(() -> field(depth)).limit(count).toList();
    }

    private ArrowField field(int depth) {
        ArrowType type = type(depth);
        boolean nullable = type instanceof ArrowType.Null || random.nextBoolean();
        return nullable ? ArrowField.nullable("f", type) : ArrowField.required("f", type);
    }

    private ArrowType type(int depth) {
        return switch (random.nextInt(depth == 0 ? 6 : 10)) {
            case 6 -> new ArrowType.ListOf(field(depth - 1), random.nextBoolean() ? Storage.REGULAR : Storage.LARGE);
            case 7 -> new ArrowType.FixedList(field(depth - 1), random.nextInt(4));
            case 8 -> new ArrowType.Struct(fields(random.nextInt(4), depth - 1));
            case 9 ->
                new ArrowType.MapOf(
                        ArrowField.required("entries", new ArrowType.Struct(fields(2, depth - 1))),
                        random.nextBoolean());
            default -> flat.get(random.nextInt(flat.size()));
        };
    }

    private String tuple(List<ArrowField> fields) {
        return fields.stream().map(field -> cell(field) + ",").collect(Collectors.joining("", "(", ")"));
    }

    private String list(ArrowField item, int count) {
        return Stream.generate(() -> cell(item)).limit(count).collect(Collectors.joining(",", "[", "]"));
    }

    private String cell(ArrowField field) {
        if (field.nullable() && random.nextInt(6) == 0) {
            return "None";
        }
        return switch (field.type()) {
            case ArrowType.Null _ -> "None";
            case ArrowType.Bool _ -> random.nextBoolean() ? "True" : "False";
            case ArrowType.Int(int bits, boolean signed) -> integer(bits, signed);
            case ArrowType.Date(ArrowType.DateUnit unit) -> integer(unit == ArrowType.DateUnit.DAY ? 32 : 64, true);
            case ArrowType.Time(ArrowType.Unit unit) -> String.valueOf(random.nextLong(86_400 * unit.perSecond()));
            case ArrowType.Timestamp _, ArrowType.Duration _ -> integer(64, true);
            case ArrowType.Interval _ -> integer(32, true);
            case ArrowType.Decimal(int precision, int _, int _) ->
                new BigInteger(random.nextInt(precision * 3 + 1), random)
                        .multiply(random.nextBoolean() ? BigInteger.ONE : BigInteger.ONE.negate())
                        .toString();
            case ArrowType.Floating(int bits) -> floating(bits);
            case ArrowType.Text _ -> text();
            case ArrowType.Binary _ -> bytes(random.nextInt(4) == 0 ? 300 : random.nextInt(20));
            case ArrowType.FixedBinary(int size) -> bytes(size);
            case ArrowType.ListOf(ArrowField item, Storage _) -> list(item, random.nextInt(5));
            case ArrowType.FixedList(ArrowField item, int size) -> list(item, size);
            case ArrowType.MapOf(ArrowField entries, boolean _) -> list(entries, random.nextInt(4));
            case ArrowType.Struct(List<ArrowField> fields) -> tuple(fields);
            default -> throw new AssertionError(field);
        };
    }

    private String integer(int bits, boolean signed) {
        BigInteger value = new BigInteger(random.nextInt(signed ? bits : bits + 1), random);
        return (signed && random.nextBoolean() ? value.not() : value).toString();
    }

    private String floating(int bits) {
        return switch (random.nextInt(8)) {
            case 0 -> "nan";
            case 1 -> random.nextBoolean() ? "inf" : "-inf";
            case 2 -> "-0.0";
            case 3 -> String.valueOf(random.nextGaussian() * Math.scalb(1.0, random.nextInt(bits) - bits + 8));
            case 4 ->
                switch (bits) {
                    case 16 -> String.valueOf(random.nextDouble(65_519));
                    case 32 -> String.valueOf(Float.intBitsToFloat(random.nextInt(0x7F80_0000)));
                    default -> String.valueOf(Double.longBitsToDouble(random.nextLong(0x7FF0_0000_0000_0000L)));
                };
            default -> String.valueOf(random.nextGaussian());
        };
    }

    private String text() {
        if (random.nextInt(3) == 0) {
            return texts.get(random.nextInt(texts.size())); // Python makes one object of equal constants
        }
        int most = random.nextInt(3) == 0 ? 0x110000 : 0x80;
        String text = random.ints(random.nextInt(random.nextInt(8) == 0 ? 400 : 24), 0, most)
                .filter(point -> point < 0xD800 || point > 0xDFFF)
                .mapToObj("\\U%08x"::formatted)
                .collect(Collectors.joining("", "'", "'"));
        texts.add(text);
        return text;
    }

    private String bytes(int size) {
        return random.ints(size, 0, 256).mapToObj("\\x%02x"::formatted).collect(Collectors.joining("", "b'", "'"));
    }
}
