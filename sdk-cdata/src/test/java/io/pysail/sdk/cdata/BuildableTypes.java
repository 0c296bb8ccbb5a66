package io.pysail.sdk.cdata;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Every type that can be built, and random ones made of them. */
final class BuildableTypes {
    private BuildableTypes() {}

    /** A type of each kind and width, those of lists and structs with some child. */
    static List<ArrowType> all() {
        List<ArrowType> types = flat();
        ArrowField item = ArrowField.nullable("item", new ArrowType.Int(16, true));
        ArrowField name = ArrowField.required("name", new ArrowType.Text(ArrowType.Storage.REGULAR));
        ArrowField entries = ArrowField.required("entries", new ArrowType.Struct(List.of(name, item)));
        types.add(new ArrowType.ListOf(item, ArrowType.Storage.REGULAR));
        types.add(new ArrowType.ListOf(name, ArrowType.Storage.LARGE));
        types.add(new ArrowType.FixedList(item, 3));
        types.add(new ArrowType.FixedList(name, 0));
        types.add(new ArrowType.MapOf(entries, false));
        types.add(new ArrowType.Struct(List.of(name, item)));
        types.add(new ArrowType.Struct(List.of()));
        return types;
    }

    /** A type that may have others in it. */
    static ArrowType random(Random random, int depth) {
        int kind = random.nextInt(depth == 0 ? 4 : 8);
        return switch (kind) {
            case 4 ->
                new ArrowType.ListOf(
                        field("item", random, depth),
                        random.nextBoolean() ? ArrowType.Storage.REGULAR : ArrowType.Storage.LARGE);
            case 5 -> new ArrowType.FixedList(field("item", random, depth), random.nextInt(4));
            case 6 -> new ArrowType.Struct(fields(random, depth, random.nextInt(4)));
            case 7 ->
                new ArrowType.MapOf(
                        ArrowField.required("entries", new ArrowType.Struct(fields(random, depth, 2))), false);
            default -> flat().get(random.nextInt(flat().size()));
        };
    }

    private static List<ArrowField> fields(Random random, int depth, int count) {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            fields.add(field("f" + i, random, depth));
        }
        return fields;
    }

    static ArrowField field(String name, Random random, int depth) {
        ArrowType type = random(random, depth - 1);
        return random.nextInt(3) > 0 ? ArrowField.nullable(name, type) : ArrowField.required(name, type);
    }

    private static List<ArrowType> flat() {
        List<ArrowType> types = new ArrayList<>(List.of(new ArrowType.Null(), new ArrowType.Bool()));
        for (int bits = 8; bits <= 64; bits *= 2) {
            types.add(new ArrowType.Int(bits, true));
            types.add(new ArrowType.Int(bits, false));
        }
        for (int bits = 16; bits <= 64; bits *= 2) {
            types.add(new ArrowType.Floating(bits));
        }
        for (ArrowType.DateUnit unit : ArrowType.DateUnit.values()) {
            types.add(new ArrowType.Date(unit));
        }
        for (ArrowType.Unit unit : ArrowType.Unit.values()) {
            types.add(new ArrowType.Time(unit));
            types.add(new ArrowType.Timestamp(unit, null));
            types.add(new ArrowType.Timestamp(unit, "UTC"));
            types.add(new ArrowType.Duration(unit));
        }
        types.add(new ArrowType.Interval(ArrowType.IntervalUnit.MONTH));
        types.add(new ArrowType.Decimal(38, 2, 128));
        types.add(new ArrowType.Decimal(76, -3, 256));
        for (ArrowType.Storage storage :
                List.of(ArrowType.Storage.REGULAR, ArrowType.Storage.LARGE, ArrowType.Storage.VIEW)) {
            types.add(new ArrowType.Text(storage));
            types.add(new ArrowType.Binary(storage));
        }
        types.add(new ArrowType.FixedBinary(5));
        types.add(new ArrowType.FixedBinary(0));
        return types;
    }
}
