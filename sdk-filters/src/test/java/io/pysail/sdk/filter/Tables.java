package io.pysail.sdk.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pysail.sdk.cdata.ArrayStruct;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.ArrowExporter;
import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowImporter;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BatchConversion;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.ByteBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DecimalBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.FixedBytesBuilder;
import io.pysail.sdk.cdata.FloatBuilder;
import io.pysail.sdk.cdata.HalfBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.Releaser;
import io.pysail.sdk.cdata.ShortBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import io.pysail.sdk.cdata.UpcallGuard;
import io.pysail.sdk.cdata.WideDecimalBuilder;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random batches of every type whose values can be compared, with values that are likely to be equal or at an edge. */
final class Tables {
    /** How a column is written. */
    enum Encoding {
        PLAIN,
        DICTIONARY,
        RUNS
    }

    static final List<String> TEXTS = List.of(
            "",
            "a",
            "ab",
            "abc",
            "abd",
            "b",
            "B",
            "abcdefgh",
            "abcdefghi",
            "abcdefgha",
            "é",
            "日本語",
            "🙂",
            "a🙂b",
            "\uFFFD",
            "a%b",
            "a_b",
            "\\",
            "ΑΣ",
            "ας",
            "a string that is longer than a view");

    private static final ArrowExporter EXPORTER = ArrowExporter.with(UpcallGuard.NONE);
    private static final ArrowImporter IMPORTER = ArrowImporter.with(Releaser.AT_ONCE);
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    /** A function of C that does no harm, whatever it gets: what is to be released here is released elsewhere. */
    private static final long NOTHING =
            Linker.nativeLinker().defaultLookup().find("abs").orElseThrow().address();

    private Tables() {}

    static List<ArrowType> types() {
        List<ArrowType> types = new ArrayList<>(List.of(new ArrowType.Bool()));
        for (int bits = 8; bits <= 64; bits *= 2) {
            types.add(new ArrowType.Int(bits, true));
            types.add(new ArrowType.Int(bits, false));
        }
        for (int bits = 16; bits <= 64; bits *= 2) {
            types.add(new ArrowType.Floating(bits));
        }
        types.add(new ArrowType.Decimal(9, 2, 32));
        types.add(new ArrowType.Decimal(18, 2, 64));
        types.add(new ArrowType.Decimal(38, 2, 128));
        types.add(new ArrowType.Decimal(38, -3, 128));
        types.add(new ArrowType.Decimal(76, 5, 256));
        for (ArrowType.DateUnit unit : ArrowType.DateUnit.values()) {
            types.add(new ArrowType.Date(unit));
        }
        for (ArrowType.Unit unit : ArrowType.Unit.values()) {
            types.add(new ArrowType.Time(unit));
            types.add(new ArrowType.Timestamp(unit, null));
            types.add(new ArrowType.Timestamp(unit, "Europe/Oslo"));
            types.add(new ArrowType.Duration(unit));
        }
        types.add(new ArrowType.Interval(ArrowType.IntervalUnit.MONTH));
        for (ArrowType.Storage storage :
                List.of(ArrowType.Storage.REGULAR, ArrowType.Storage.LARGE, ArrowType.Storage.VIEW)) {
            types.add(new ArrowType.Text(storage));
            types.add(new ArrowType.Binary(storage));
        }
        types.add(new ArrowType.FixedBinary(3));
        return types;
    }

    /** A batch of columns {@code c0}, {@code c1}… that may be null. */
    static ArrowBatch random(List<ArrowType> types, int rows, Random random) {
        ArrowSchema wanted = schema(types);
        ArrowSchema built = schema(types.stream().map(Tables::buildable).toList());
        try (BatchBuilder builder = BatchBuilder.of(built)) {
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < types.size(); i++) {
                    append(builder.column(i, ColumnBuilder.class), types.get(i), random);
                }
                builder.endRow();
            }
            try (ArrowBatch batch = builder.finish()) {
                return BatchConversion.between(built, wanted).convert(batch);
            }
        }
    }

    static ArrowSchema schema(List<ArrowType> types) {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(ArrowField.nullable("c" + i, types.get(i)));
        }
        return ArrowSchema.of(fields.toArray(ArrowField[]::new));
    }

    /** Small decimals are built as bigger ones. */
    private static ArrowType buildable(ArrowType type) {
        return type instanceof ArrowType.Decimal(int precision, int scale, int bits) && bits < 128
                ? new ArrowType.Decimal(precision, scale, 128)
                : type;
    }

    private static void append(ColumnBuilder builder, ArrowType type, Random random) {
        if (random.nextInt(6) == 0) {
            builder.appendNull();
            return;
        }
        switch (builder) {
            case BooleanBuilder bits -> bits.append(random.nextBoolean());
            case ByteBuilder bytes -> bytes.append((byte) number(random));
            case ShortBuilder shorts -> shorts.append((short) number(random));
            case IntBuilder ints -> ints.append((int) number(type, random));
            case LongBuilder longs -> longs.append(number(type, random));
            case HalfBuilder halves -> halves.append((float) floating(random));
            case FloatBuilder floats -> floats.append((float) floating(random));
            case DoubleBuilder doubles -> doubles.append(floating(random));
            case DecimalBuilder decimals -> {
                BigInteger value = unscaled((ArrowType.Decimal) type, random);
                decimals.append(value.longValue(), value.shiftRight(64).longValue());
            }
            case WideDecimalBuilder decimals -> {
                BigInteger value = unscaled((ArrowType.Decimal) type, random);
                decimals.append(
                        value.longValue(),
                        value.shiftRight(64).longValue(),
                        value.shiftRight(128).longValue(),
                        value.shiftRight(192).longValue());
            }
            case BytesBuilder bytes -> bytes.append(TEXTS.get(random.nextInt(TEXTS.size())));
            case FixedBytesBuilder bytes ->
                bytes.append(MemorySegment.ofArray("ab\uFFFDcab".getBytes(UTF_8)), random.nextInt(5));
            case StructBuilder structs -> {
                List<ArrowField> fields = ((ArrowType.Struct) type).fields();
                for (int i = 0; i < fields.size(); i++) {
                    append(structs.child(i), fields.get(i).type(), random);
                }
                structs.append();
            }
            default -> throw new AssertionError(builder);
        }
    }

    private static long number(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> pick(random, Long.MIN_VALUE, Integer.MIN_VALUE, Short.MIN_VALUE, Byte.MIN_VALUE);
            case 1 -> pick(random, Long.MAX_VALUE, Integer.MAX_VALUE, Short.MAX_VALUE, Byte.MAX_VALUE);
            case 2 -> random.nextLong();
            default -> random.nextInt(-3, 4);
        };
    }

    private static long pick(Random random, long... values) {
        return values[random.nextInt(values.length)];
    }

    /** Something that {@code java.time} can show, where it is a time. */
    private static long number(ArrowType type, Random random) {
        return switch (type) {
            case ArrowType.Time(ArrowType.Unit unit) -> {
                long perDay = NANOS_PER_DAY / (ArrowType.Unit.NANOSECOND.perSecond() / unit.perSecond());
                yield random.nextBoolean() ? pick(random, 0, 1, perDay / 2, perDay - 1) : random.nextLong(perDay);
            }
            case ArrowType.Date(ArrowType.DateUnit unit)
            when unit == ArrowType.DateUnit.MILLISECOND -> random.nextInt(-3, 4) * 43_200_000L + random.nextInt(-1, 2);
            case ArrowType.Timestamp(ArrowType.Unit unit, var _) -> {
                long second = unit.perSecond();
                yield switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(-3, 4);
                    case 1 -> random.nextInt(-3, 4) * second * 43_200;
                    case 2 -> unit == ArrowType.Unit.SECOND ? random.nextInt() : random.nextLong() / 1000 * 999;
                    default -> pick(random, 0, second, -second, second / 2);
                };
            }
            default -> number(random);
        };
    }

    private static double floating(Random random) {
        double[] values = {
            Double.NaN,
            -0.0,
            0.0,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY,
            1,
            -1,
            1.5,
            -1.5,
            2,
            3,
            0.1,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            0x1p63,
            -0x1p63,
            0x1p53,
            Float.MIN_VALUE
        };
        return switch (random.nextInt(12)) {
            case 0 -> random.nextGaussian();
            case 1 -> Double.longBitsToDouble(0xFFF8_0000_0000_0001L); // another NaN
            default -> values[random.nextInt(values.length)];
        };
    }

    private static BigInteger unscaled(ArrowType.Decimal type, Random random) {
        BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
        BigInteger value = switch (random.nextInt(4)) {
            case 0 -> most;
            case 1 -> new BigInteger(type.bits() - 1, random).mod(most);
            case 2 ->
                BigInteger.ONE
                        .shiftLeft(64 * random.nextInt(type.bits() / 64 + 1))
                        .min(most);
            default -> BigInteger.valueOf(100L * random.nextInt(4) + random.nextInt(2));
        };
        return random.nextBoolean() ? value : value.negate();
    }

    /** The same columns, of which some refer to their values in another order. Takes the batch over. */
    static ArrowBatch encoded(ArrowBatch flat, List<Encoding> encodings, Random random) {
        Arena arena = Arena.ofShared(); // closed by whoever closes the batch
        MemorySegment exported = arena.allocate(ArrayStruct.SIZE, 8);
        ArrowSchema schema = flat.schema();
        int rows = (int) flat.rowCount();
        EXPORTER.batch(flat, ArrayStruct.at(exported.address()));
        flat.close();
        MemorySegment values = pointers(arena, exported.get(ValueLayout.JAVA_LONG, 48), encodings.size());
        MemorySegment root = arena.allocate(ArrayStruct.SIZE, 8);
        MemorySegment children = arena.allocate(8L * Math.max(1, encodings.size()), 8);
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < encodings.size(); i++) {
            ArrowField field = schema.fields().get(i);
            long child = values.getAtIndex(ValueLayout.JAVA_LONG, i);
            children.setAtIndex(
                    ValueLayout.JAVA_LONG,
                    i,
                    switch (encodings.get(i)) {
                        case PLAIN -> child;
                        case DICTIONARY -> dictionary(arena, child, rows, random);
                        case RUNS -> runs(arena, child, rows, random);
                    });
            fields.add(ArrowField.nullable(field.name(), encoded(field.type(), encodings.get(i))));
        }
        fill(arena, root, rows, new long[1], children.address(), encodings.size());
        ArrowBatch batch =
                IMPORTER.batch(ArrayStruct.at(root.address()), ArrowSchema.of(fields.toArray(ArrowField[]::new)));
        return batch.whenReleased(() -> {
            ArrayStruct.at(exported.address()).release();
            arena.close();
        });
    }

    /** A column of text that begins and ends where these offsets say, though they may lead nowhere. */
    static ArrowBatch textsAt(String data, int... offsets) {
        Arena arena = Arena.ofShared(); // closed by whoever closes the batch
        MemorySegment bytes = arena.allocateFrom(data);
        MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_INT, offsets);
        MemorySegment column = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, column, offsets.length - 1, new long[] {0, numbers.address(), bytes.address()}, 0, 0);
        MemorySegment children = arena.allocateFrom(ValueLayout.JAVA_LONG, column.address());
        MemorySegment root = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, root, offsets.length - 1, new long[1], children.address(), 1);
        ArrowField field = ArrowField.nullable("c", new ArrowType.Text(ArrowType.Storage.REGULAR));
        return IMPORTER.batch(ArrayStruct.at(root.address()), ArrowSchema.of(field))
                .whenReleased(arena::close);
    }

    /** A column of structs, of which only those with a bit are not null, though all have a number in them. */
    static ArrowBatch structsOver(int valid, long... values) {
        Arena arena = Arena.ofShared(); // closed by whoever closes the batch
        MemorySegment bits = arena.allocateFrom(ValueLayout.JAVA_INT, valid);
        MemorySegment numbers = arena.allocateFrom(ValueLayout.JAVA_LONG, values);
        MemorySegment inner = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, inner, values.length, new long[] {0, numbers.address()}, 0, 0);
        MemorySegment fields = arena.allocateFrom(ValueLayout.JAVA_LONG, inner.address());
        MemorySegment column = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, column, values.length, new long[] {bits.address()}, fields.address(), 1);
        column.set(ValueLayout.JAVA_LONG, 8, -1);
        MemorySegment children = arena.allocateFrom(ValueLayout.JAVA_LONG, column.address());
        MemorySegment root = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, root, values.length, new long[1], children.address(), 1);
        ArrowField number = ArrowField.nullable("x", new ArrowType.Int(64, true));
        ArrowField field = ArrowField.nullable("s", new ArrowType.Struct(List.of(number)));
        return IMPORTER.batch(ArrayStruct.at(root.address()), ArrowSchema.of(field))
                .whenReleased(arena::close);
    }

    private static ArrowType encoded(ArrowType type, Encoding encoding) {
        return switch (encoding) {
            case PLAIN -> type;
            case DICTIONARY ->
                new ArrowType.Dictionary(new ArrowType.Int(32, true), ArrowField.nullable("", type), false);
            case RUNS ->
                new ArrowType.RunEndEncoded(
                        ArrowField.required("run_ends", new ArrowType.Int(32, true)),
                        ArrowField.nullable("values", type));
        };
    }

    private static long dictionary(Arena arena, long values, int rows, Random random) {
        MemorySegment validity = arena.allocate(rows / 8 + 1);
        MemorySegment indices = arena.allocate(4L * Math.max(1, rows), 4);
        for (int row = 0; row < rows; row++) {
            boolean present = random.nextInt(6) > 0;
            indices.setAtIndex(ValueLayout.JAVA_INT, row, present ? random.nextInt(rows) : -7);
            if (present) {
                byte bits = validity.get(ValueLayout.JAVA_BYTE, row / 8);
                validity.set(ValueLayout.JAVA_BYTE, row / 8, (byte) (bits | (1 << (row % 8))));
            }
        }
        MemorySegment struct = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, struct, rows, new long[] {validity.address(), indices.address()}, 0, 0);
        struct.set(ValueLayout.JAVA_LONG, 8, -1);
        struct.set(ValueLayout.JAVA_LONG, 56, values);
        return struct.address();
    }

    private static long runs(Arena arena, long values, int rows, Random random) {
        List<Integer> ends = new ArrayList<>();
        for (int end = 0; end < rows; ) {
            end = Math.min(rows, end + 1 + random.nextInt(4));
            ends.add(end);
        }
        MemorySegment numbers = arena.allocate(4L * Math.max(1, ends.size()), 4);
        for (int i = 0; i < ends.size(); i++) {
            numbers.setAtIndex(ValueLayout.JAVA_INT, i, ends.get(i));
        }
        MemorySegment endStruct = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, endStruct, ends.size(), new long[] {0, numbers.address()}, 0, 0);
        MemorySegment children = arena.allocate(16, 8);
        children.set(ValueLayout.JAVA_LONG, 0, endStruct.address());
        children.set(ValueLayout.JAVA_LONG, 8, values);
        MemorySegment struct = arena.allocate(ArrayStruct.SIZE, 8);
        fill(arena, struct, rows, new long[0], children.address(), 2);
        return struct.address();
    }

    private static void fill(Arena arena, MemorySegment struct, long rows, long[] buffers, long children, int count) {
        MemorySegment pointers = arena.allocate(8L * Math.max(1, buffers.length), 8);
        for (int i = 0; i < buffers.length; i++) {
            pointers.setAtIndex(ValueLayout.JAVA_LONG, i, buffers[i]);
        }
        struct.set(ValueLayout.JAVA_LONG, 0, rows);
        struct.set(ValueLayout.JAVA_LONG, 24, buffers.length);
        struct.set(ValueLayout.JAVA_LONG, 32, count);
        struct.set(ValueLayout.JAVA_LONG, 40, pointers.address());
        struct.set(ValueLayout.JAVA_LONG, 48, children);
        struct.set(ValueLayout.JAVA_LONG, 64, NOTHING);
    }

    private static MemorySegment pointers(Arena arena, long address, int count) {
        // SAFETY: the exporter wrote so many pointers there, which live until the struct is released.
        return MemorySegment.ofAddress(address).reinterpret(8L * count, arena, null);
    }
}
