package io.pysail.sdk.cdata;

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
                FixedWidthBuilder,
                BytesBuilder,
                ListBuilder,
                FixedListBuilder,
                StructBuilder {
    final ArrayShape shape;

    /** A zero for each null, and ones in between: as long as the last null wants it, for most columns empty. */
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
            case ArrowType.Int _, ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _, ArrowType.Duration _ ->
                integer(shape);
            case ArrowType.Interval(ArrowType.IntervalUnit unit)
            when unit == ArrowType.IntervalUnit.MONTH -> integer(shape);
            case ArrowType.Decimal(int _, int _, int bits) when bits == 128 -> new DecimalBuilder(shape);
            case ArrowType.Decimal(int _, int _, int bits) when bits == 256 -> new WideDecimalBuilder(shape);
            case ArrowType.Floating(int bits) ->
                switch (bits) {
                    case 16 -> new HalfBuilder(shape);
                    case 32 -> new FloatBuilder(shape);
                    default -> new DoubleBuilder(shape);
                };
            case ArrowType.Text _, ArrowType.Binary _ -> new BytesBuilder(shape);
            case ArrowType.FixedBinary _ -> new FixedBytesBuilder(shape);
            case ArrowType.ListOf _ when shape.kind == ArrayShape.Kind.LIST -> new ListBuilder(shape);
            case ArrowType.FixedList _ -> new FixedListBuilder(shape);
            case ArrowType.MapOf _ -> new ListBuilder(shape);
            case ArrowType.Struct _ -> new StructBuilder(shape);
            default -> throw notBuilt(shape);
        };
    }

    private static ColumnBuilder integer(ArrayShape shape) {
        return switch (shape.width) {
            case Byte.BYTES -> new ByteBuilder(shape);
            case Short.BYTES -> new ShortBuilder(shape);
            case Integer.BYTES -> new IntBuilder(shape);
            default -> new LongBuilder(shape);
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
        appendPlaceholder();
        markNull(length++);
    }

    /** Adds a row that nobody sees, since what is around it is null: null, if the field allows it. */
    final void appendHidden() {
        if (shape.field.nullable()) {
            appendNull();
        } else {
            appendPlaceholder();
            length++;
        }
    }

    /** Counts a row whose value was added. Its bit is a one, if it ever gets one. */
    final void appended() {
        length++;
    }

    /** The same for several. */
    final void appended(long rows) {
        length += rows;
    }

    /**
     * Takes back what was appended beyond a number of values, in what is nested here, too; also what was added to
     * children for a row that was not appended yet.
     *
     * @param values how many are to be left
     * @throws IllegalArgumentException if there are not so many
     */
    public final void truncate(long values) {
        if (values < 0 || values > length) {
            throw tooShort(values);
        }
        if (nullCount > 0) {
            forgetNulls(values);
        }
        length = values;
        truncateValues(values);
    }

    /** How much native memory there is, filled or not, also in what is nested here. */
    long heldBytes() {
        return validity.capacity();
    }

    /** How many bytes the values fill, those included that are nested here. */
    long filledBytes() {
        return validity.size();
    }

    /** Adds what stands for the value of a null row. */
    abstract void appendPlaceholder();

    /** Forgets the values beyond a number of them. */
    abstract void truncateValues(long values);

    private void markNull(long row) {
        nullCount++;
        if (shape.hasValidity()) {
            validity.fillTo((row >> 3) + 1, (byte) 0xFF);
            long at = validity.address() + (row >> 3);
            NativeMemory.putByte(at, (byte) (NativeMemory.getByte(at) & ~(1 << (row & 7))));
        }
    }

    private void forgetNulls(long values) {
        long covered = validity.size() * Byte.SIZE;
        if (!shape.hasValidity()) {
            nullCount = values;
        } else if (values < covered) {
            long forgotten = covered - values;
            nullCount -=
                    forgotten - Bits.count(NativeMemory.at(validity.address(), validity.size()), values, forgotten);
            validity.truncate((values + 7) >> 3);
            if ((values & 7) != 0) {
                long at = validity.address() + (values >> 3);
                NativeMemory.putByte(at, (byte) (NativeMemory.getByte(at) | 0xFF << (values & 7)));
            }
        }
    }

    /** Gives the values to {@code owned} as an array, and starts anew. */
    final ArrayNode finish(List<Long> owned) {
        long bits = 0;
        if (nullCount > 0 && shape.hasValidity()) {
            validity.fillTo((length + 7) >> 3, (byte) 0xFF);
            bits = validity.detach(owned);
        } else {
            validity.truncate(0);
        }
        ArrayNode node = finish(length, nullCount, bits, owned);
        length = 0;
        nullCount = 0;
        return node;
    }

    abstract ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned);

    /**
     * Looks whether children are as long as the rows here claim, which is not so if they were truncated alone.
     *
     * @throws IllegalStateException if one is too short
     */
    void requireChildren() {}

    /** Frees what is not finished. */
    void free() {
        validity.free();
        length = 0;
        nullCount = 0;
    }

    final ArrayNode node(long rows, long nulls, long[] buffers, long[] sizes, ArrayNode... children) {
        if (shape.hasValidity() && nulls > 0) {
            sizes[0] = (rows + 7) / 8;
        }
        return new ArrayNode(shape, rows, nulls, 0, buffers, sizes, children, null);
    }

    final void requireLength(long atLeast) {
        if (length < atLeast) {
            throw uneven(atLeast);
        }
    }

    final IllegalStateException uneven(long expected) {
        return new IllegalStateException(shape.where() + " has " + length + " values, expected " + expected);
    }

    private IllegalArgumentException tooShort(long values) {
        return new IllegalArgumentException(
                shape.where() + " has " + length + " values and cannot be truncated to " + values);
    }

    private static IllegalArgumentException notBuilt(ArrayShape shape) {
        return new IllegalArgumentException(
                shape.where() + ": columns of " + shape.field.type().text() + " can be read, but not built");
    }
}
