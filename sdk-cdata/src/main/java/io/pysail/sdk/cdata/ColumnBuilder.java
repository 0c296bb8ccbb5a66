package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Collects the values of a column, one after the other, in native memory.
 *
 * <p>Its {@link BatchBuilder} makes it and closes it. Not thread-safe: one thread at a time.
 *
 * @since 0.1
 */
public abstract sealed class ColumnBuilder
        permits NullBuilder,
                BooleanBuilder,
                ByteBuilder,
                ShortBuilder,
                IntBuilder,
                LongBuilder,
                FloatBuilder,
                DoubleBuilder,
                DecimalBuilder,
                BytesBuilder,
                ListBuilder,
                StructBuilder {
    final ArrayShape shape;
    private final GrowingBuffer validity = new GrowingBuffer();
    private long length;
    private long nullCount;

    ColumnBuilder(ArrayShape shape) {
        this.shape = shape;
    }

    static ColumnBuilder of(ArrayShape shape) {
        return switch (shape.field.type()) {
            case ArrowType.Null _ -> new NullBuilder(shape);
            case ArrowType.Bool _ -> new BooleanBuilder(shape);
            case ArrowType.Int(int bits, boolean _) when bits == 8 -> new ByteBuilder(shape);
            case ArrowType.Int(int bits, boolean _) when bits == 16 -> new ShortBuilder(shape);
            case ArrowType.Int(int bits, boolean _) when bits == 32 -> new IntBuilder(shape);
            case ArrowType.Int(int bits, boolean _) when bits == 64 -> new LongBuilder(shape);
            case ArrowType.Date(ArrowType.DateUnit unit) when unit == ArrowType.DateUnit.DAY -> new IntBuilder(shape);
            case ArrowType.Timestamp _, ArrowType.Duration _ -> new LongBuilder(shape);
            case ArrowType.Decimal(int _, int _, int bits) when bits == 128 -> new DecimalBuilder(shape);
            case ArrowType.Floating(int bits) when bits == 32 -> new FloatBuilder(shape);
            case ArrowType.Floating(int bits) when bits == 64 -> new DoubleBuilder(shape);
            case ArrowType.Text(ArrowType.Storage storage)
            when storage == ArrowType.Storage.REGULAR -> new BytesBuilder(shape);
            case ArrowType.Binary(ArrowType.Storage storage)
            when storage == ArrowType.Storage.REGULAR -> new BytesBuilder(shape);
            case ArrowType.ListOf(ArrowField _, ArrowType.Storage storage)
            when storage == ArrowType.Storage.REGULAR -> new ListBuilder(shape);
            case ArrowType.MapOf _ -> new ListBuilder(shape);
            case ArrowType.Struct _ -> new StructBuilder(shape);
            default -> throw notBuilt(shape);
        };
    }

    /**
     * How many values there are.
     *
     * @return the number, nulls included
     */
    public final long length() {
        return length;
    }

    /** Adds a row without a value. */
    public final void appendNull() {
        if (nullCount++ == 0) {
            validity.take((length + 7) / 8);
            validity.memory().asSlice(0, validity.size()).fill((byte) 0xFF);
        }
        appendPlaceholder();
        appendBit(validity, length++, false);
    }

    /** Counts a row whose value was added. */
    final void appended() {
        if (nullCount > 0) {
            appendBit(validity, length, true);
        }
        length++;
    }

    /** Adds what stands for the value of a null row. */
    abstract void appendPlaceholder();

    /** Gives the values to {@code owned} as an array, and starts anew. */
    final ArrayNode finish(List<Long> owned) {
        ArrayNode node = finish(length, nullCount, nullCount == 0 ? 0 : validity.detach(owned), owned);
        length = 0;
        nullCount = 0;
        return node;
    }

    abstract ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned);

    /** Frees what is not finished. */
    void free() {
        validity.free();
        length = 0;
        nullCount = 0;
    }

    static void appendBit(GrowingBuffer bits, long index, boolean set) {
        if ((index & 7) == 0) {
            long at = bits.take(1);
            bits.memory().set(ValueLayout.JAVA_BYTE, at, (byte) 0);
        }
        long at = index >> 3;
        int mask = 1 << (index & 7);
        byte was = bits.memory().get(ValueLayout.JAVA_BYTE, at);
        bits.memory().set(ValueLayout.JAVA_BYTE, at, (byte) (set ? was | mask : was & ~mask));
    }

    final ArrayNode node(long rows, long nulls, long[] buffers, long[] sizes, ArrayNode... children) {
        if (shape.hasValidity() && nulls > 0) {
            sizes[0] = (rows + 7) / 8;
        }
        return new ArrayNode(shape, rows, nulls, 0, buffers, sizes, children, null);
    }

    private static IllegalArgumentException notBuilt(ArrayShape shape) {
        return new IllegalArgumentException(
                shape.where() + ": columns of " + shape.field.type().text() + " can be read, but not built");
    }
}
