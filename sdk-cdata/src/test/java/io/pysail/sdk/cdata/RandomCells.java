package io.pysail.sdk.cdata;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.foreign.MemorySegment;
import java.util.Random;

/** Appends a random cell to a builder of any type: the same one for the same random numbers. */
final class RandomCells {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private RandomCells() {}

    static void append(ColumnBuilder builder, Random random) {
        if (builder.shape.field.nullable() && random.nextInt(5) == 0) {
            builder.appendNull();
            return;
        }
        switch (builder) {
            case NullBuilder nulls -> nulls.appendNull();
            case BooleanBuilder bits -> bits.append(random.nextBoolean());
            case ByteBuilder bytes -> bytes.append((byte) random.nextInt());
            case ShortBuilder shorts -> shorts.append((short) random.nextInt());
            case IntBuilder ints -> ints.append((int) number(ints, random));
            case LongBuilder longs -> longs.append(number(longs, random));
            case HalfBuilder halves -> halves.append((float) random.nextGaussian());
            case FloatBuilder floats -> floats.append((float) random.nextGaussian());
            case DoubleBuilder doubles -> doubles.append(random.nextGaussian());
            case DecimalBuilder decimals -> decimals.append(random.nextLong(), random.nextInt());
            case WideDecimalBuilder decimals ->
                decimals.append(random.nextLong(), random.nextLong(), random.nextLong(), random.nextInt());
            case BytesBuilder bytes -> bytes.append("aβ🙂".repeat(random.nextInt(15)));
            case FixedBytesBuilder bytes -> {
                byte[] text = "0123456789".getBytes(UTF_8);
                bytes.append(MemorySegment.ofArray(text), random.nextInt(5));
            }
            case ListBuilder lists -> {
                items(lists.items(), random.nextInt(4), random);
                lists.append();
            }
            case FixedListBuilder lists -> {
                items(lists.items(), lists.size(), random);
                lists.append();
            }
            case StructBuilder structs -> {
                for (int i = 0; i < structs.shape.children.length; i++) {
                    append(structs.child(i), random);
                }
                structs.append();
            }
            case FixedWidthBuilder other -> throw new AssertionError(other);
        }
    }

    private static void items(ColumnBuilder items, int count, Random random) {
        for (int i = 0; i < count; i++) {
            append(items, random);
        }
    }

    /** Something that {@code java.time} can show, where it is a time. */
    private static long number(ColumnBuilder builder, Random random) {
        return switch (builder.shape.field.type()) {
            case ArrowType.Int _ -> random.nextLong();
            case ArrowType.Time(ArrowType.Unit unit) ->
                random.nextLong(NANOS_PER_DAY / (ArrowType.Unit.NANOSECOND.perSecond() / unit.perSecond()));
            default -> random.nextInt();
        };
    }
}
