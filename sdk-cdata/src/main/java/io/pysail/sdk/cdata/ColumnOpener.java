package io.pysail.sdk.cdata;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Makes columns whose segments live as long as an arena. */
final class ColumnOpener {
    private final Arena arena;

    ColumnOpener(Arena arena) {
        this.arena = arena;
    }

    /**
     * A column of some rows of an array.
     *
     * @param from the first row, not counting the array's own offset
     */
    Column open(ArrayNode node, long from, long length) {
        ArrowType type = node.shape.field.type();
        return switch (type) {
            case ArrowType.Null _ -> new NullColumn(this, node, from, length);
            case ArrowType.Bool _ -> new BooleanColumn(this, node, from, length);
            case ArrowType.Int _, ArrowType.Date _, ArrowType.Time _, ArrowType.Timestamp _, ArrowType.Duration _ ->
                switch (node.shape.width) {
                    case 1 -> new ByteColumn(this, node, from, length);
                    case 2 -> new ShortColumn(this, node, from, length);
                    case 4 -> new IntColumn(this, node, from, length);
                    default -> new LongColumn(this, node, from, length);
                };
            case ArrowType.Floating(int bits) ->
                switch (bits) {
                    case 16 -> new HalfColumn(this, node, from, length);
                    case 32 -> new FloatColumn(this, node, from, length);
                    default -> new DoubleColumn(this, node, from, length);
                };
            case ArrowType.Decimal _ -> new DecimalColumn(this, node, from, length);
            case ArrowType.Interval _ -> new IntervalColumn(this, node, from, length);
            case ArrowType.Text _, ArrowType.Binary _ ->
                switch (node.shape.width) {
                    case 4 -> new SmallBytesColumn(this, node, from, length);
                    case 8 -> new LargeBytesColumn(this, node, from, length);
                    default -> new ViewBytesColumn(this, node, from, length);
                };
            case ArrowType.FixedBinary _ -> new FixedBytesColumn(this, node, from, length);
            case ArrowType.ListOf _, ArrowType.FixedList _, ArrowType.MapOf _ ->
                new ListColumn(this, node, from, length);
            case ArrowType.Struct _ -> new StructColumn(this, node, from, length);
            case ArrowType.Union union -> new UnionColumn(this, node, from, length, union);
            case ArrowType.Dictionary _ -> new DictionaryColumn(this, node, from, length);
            case ArrowType.RunEndEncoded _ -> new RunEndColumn(this, node, from, length);
        };
    }

    /** All rows of an array. */
    Column open(ArrayNode node) {
        return open(node, 0, node.length);
    }

    /** A buffer, as long as the lengths of its array imply. */
    MemorySegment buffer(ArrayNode node, int index) {
        long size = node.sizes[index];
        if (size == 0) {
            return MemorySegment.NULL;
        }
        // SAFETY: the array's structure was checked and the size follows from it; the view that owns the arena holds a
        // use of the memory until after the arena is closed.
        @SuppressWarnings("restricted")
        MemorySegment segment = MemorySegment.ofAddress(node.buffers[index]).reinterpret(size, arena, null);
        return segment.asReadOnly();
    }
}
