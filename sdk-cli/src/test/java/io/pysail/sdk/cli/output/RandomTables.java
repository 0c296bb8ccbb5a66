package io.pysail.sdk.cli.output;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.ArrowType.DateUnit;
import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import io.pysail.sdk.cdata.ArrowType.Storage;
import io.pysail.sdk.cdata.ArrowType.Unit;
import io.pysail.sdk.cdata.BatchBuilder;
import io.pysail.sdk.cdata.BooleanBuilder;
import io.pysail.sdk.cdata.ByteBuilder;
import io.pysail.sdk.cdata.BytesBuilder;
import io.pysail.sdk.cdata.ColumnBuilder;
import io.pysail.sdk.cdata.DecimalBuilder;
import io.pysail.sdk.cdata.DoubleBuilder;
import io.pysail.sdk.cdata.FloatBuilder;
import io.pysail.sdk.cdata.IntBuilder;
import io.pysail.sdk.cdata.ListBuilder;
import io.pysail.sdk.cdata.LongBuilder;
import io.pysail.sdk.cdata.Metadata;
import io.pysail.sdk.cdata.NullBuilder;
import io.pysail.sdk.cdata.ShortBuilder;
import io.pysail.sdk.cdata.StructBuilder;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Tables of any of the types that a schema in DDL can have, nested and with nulls. */
final class RandomTables {
    private static final long MICROS_PER_DAY = 86_400_000_000L;
    private static final double[] DOUBLES = {
        0, -0.0, 1, 0.1, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY, 1e22
    };

    private final Random random;
    private final RandomTexts texts;

    RandomTables(Random random) {
        this.random = random;
        this.texts = new RandomTexts(random.nextLong());
    }

    ArrowSchema schema() {
        List<ArrowField> fields = new ArrayList<>();
        int count = random.nextInt(6);
        for (int i = 0; i < count; i++) {
            fields.add(new ArrowField(i + text().replace('\0', ' '), type(0), random.nextInt(4) > 0, Metadata.EMPTY));
        }
        return new ArrowSchema(fields, Metadata.EMPTY);
    }

    void fill(BatchBuilder builder) {
        int rows = random.nextInt(20);
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < builder.schema().fields().size(); i++) {
                value(builder.schema().fields().get(i), builder.column(i, ColumnBuilder.class));
            }
            builder.endRow();
        }
    }

    private ArrowType type(int depth) {
        return switch (random.nextInt(depth < 2 ? 20 : 17)) {
            case 0 -> new ArrowType.Bool();
            case 1 -> new ArrowType.Int(8, true);
            case 2 -> new ArrowType.Int(16, true);
            case 3 -> new ArrowType.Int(32, true);
            case 4 -> new ArrowType.Int(64, true);
            case 5 -> new ArrowType.Floating(32);
            case 6 -> new ArrowType.Floating(64);
            case 7 -> new ArrowType.Binary(Storage.REGULAR);
            case 8 -> new ArrowType.Date(DateUnit.DAY);
            case 9 -> new ArrowType.Timestamp(Unit.MICROSECOND, "UTC");
            case 10 -> new ArrowType.Timestamp(Unit.MICROSECOND, null);
            case 11 -> new ArrowType.Time(Unit.MICROSECOND);
            case 12 -> new ArrowType.Duration(Unit.MICROSECOND);
            case 13 -> new ArrowType.Interval(IntervalUnit.MONTH);
            case 14 -> new ArrowType.Decimal(38, random.nextInt(39), 128);
            case 15 -> new ArrowType.Null();
            case 16 -> new ArrowType.Text(Storage.REGULAR);
            case 17 -> TypeCases.list(type(depth + 1), Storage.REGULAR);
            case 18 -> map(type(depth + 1), type(depth + 1));
            default -> struct(depth);
        };
    }

    private static ArrowType map(ArrowType key, ArrowType value) {
        ArrowType entry =
                new ArrowType.Struct(List.of(ArrowField.required("key", key), ArrowField.nullable("value", value)));
        return new ArrowType.MapOf(ArrowField.required("entries", entry), false);
    }

    private ArrowType struct(int depth) {
        List<ArrowField> fields = new ArrayList<>();
        for (int i = 0; i < random.nextInt(4); i++) {
            fields.add(new ArrowField(i + text(), type(depth + 1), random.nextBoolean(), Metadata.EMPTY));
        }
        return new ArrowType.Struct(fields);
    }

    private String text() {
        String text = texts.next();
        return text == null
                ? ""
                : text.substring(0, text.offsetByCodePoints(0, Math.min(5, text.codePointCount(0, text.length()))));
    }

    private void value(ArrowField field, ColumnBuilder column) {
        if (field.nullable() && random.nextInt(4) == 0) {
            column.appendNull();
            return;
        }
        long bits = random.nextInt(3) == 0 ? random.nextInt(200) - 100 : random.nextLong();
        switch (column) {
            case NullBuilder nulls -> nulls.appendNull();
            case BooleanBuilder booleans -> booleans.append(random.nextBoolean());
            case ByteBuilder bytes -> bytes.append((byte) bits);
            case ShortBuilder shorts -> shorts.append((short) bits);
            case IntBuilder ints -> ints.append((int) bits);
            case LongBuilder longs ->
                longs.append(field.type() instanceof ArrowType.Time ? Math.floorMod(bits, MICROS_PER_DAY) : bits);
            case FloatBuilder floats -> floats.append((float) number(bits));
            case DoubleBuilder doubles -> doubles.append(number(bits));
            case DecimalBuilder decimals -> decimals.append(bits, bits >> 63);
            case BytesBuilder bytes
            when field.type() instanceof ArrowType.Text -> {
                String text = texts.next();
                bytes.append(text == null ? "" : text);
            }
            case BytesBuilder bytes -> {
                byte[] some = new byte[random.nextInt(6)];
                random.nextBytes(some);
                bytes.append(MemorySegment.ofArray(some));
            }
            case ListBuilder lists -> {
                ArrowField item = field.type() instanceof ArrowType.ListOf(ArrowField of, Storage _)
                        ? of
                        : ((ArrowType.MapOf) field.type()).entries();
                for (int i = random.nextInt(4); i > 0; i--) {
                    value(item, lists.items());
                }
                lists.append();
            }
            case StructBuilder structs -> {
                List<ArrowField> fields = ((ArrowType.Struct) field.type()).fields();
                for (int i = 0; i < fields.size(); i++) {
                    value(fields.get(i), structs.child(i));
                }
                structs.append();
            }
            default -> throw new AssertionError(column);
        }
    }

    private double number(long bits) {
        return random.nextBoolean() ? DOUBLES[random.nextInt(DOUBLES.length)] : Double.longBitsToDouble(bits);
    }
}
