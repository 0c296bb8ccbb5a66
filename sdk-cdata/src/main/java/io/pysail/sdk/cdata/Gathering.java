package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.function.Function;

/**
 * Writes some rows of an array one after the other, in any order and any number of times each.
 *
 * <p>What lies under a null is not looked at, and becomes nothing.
 */
final class Gathering {
    private final Function<ArrayNode, ? extends RuntimeException> tooBig;
    private final MemorySegment positions;
    private final long count;
    private final ConversionMemory memory;

    /**
     * @param tooBig what to throw where offsets cannot count what becomes of an array
     * @param positions for each row of the result a row of the array as a long, or -1 for null
     */
    Gathering(
            Function<ArrayNode, ? extends RuntimeException> tooBig,
            MemorySegment positions,
            long count,
            ConversionMemory memory) {
        this.tooBig = tooBig;
        this.positions = positions;
        this.count = count;
        this.memory = memory;
    }

    /** Whether arrays of this shape can hold nulls of their own: unions have none, and runs no rows. */
    static boolean isPossible(ArrayShape shape) {
        return switch (shape.kind) {
            case NULL, BITS, FIXED, BYTES, VIEWS, LIST_VIEW -> true;
            case LIST, FIXED_LIST, STRUCT -> {
                for (ArrayShape child : shape.children) {
                    if (!isPossible(child)) {
                        yield false;
                    }
                }
                yield true;
            }
            case SPARSE_UNION, DENSE_UNION, RUN_ENDS -> false;
        };
    }

    /** Whether what was gathered leads to memory of the array: then that has to live as long. */
    static boolean leadsBack(ArrayShape shape) {
        if (shape.kind == ArrayShape.Kind.VIEWS
                || shape.kind == ArrayShape.Kind.LIST_VIEW
                || shape.dictionary != null) {
            return true;
        }
        for (ArrayShape child : shape.children) {
            if (leadsBack(child)) {
                return true;
            }
        }
        return false;
    }

    /** The rows of an array; what is new in the result belongs to the memory of the conversion, also when this throws. */
    ArrayNode of(ArrayNode node) {
        return switch (node.shape.kind) {
            case NULL -> new ArrayNode(node.shape, count, count, 0, node.buffers, node.sizes, node.children, null);
            case BITS -> result(node, node.children, bits(node));
            case FIXED -> result(node, node.children, fixed(node, 1, node.shape.width));
            case BYTES -> bytes(node);
            case VIEWS -> views(node);
            case LIST_VIEW ->
                result(node, node.children, fixed(node, 1, node.shape.width), fixed(node, 2, node.shape.width));
            case LIST -> new ListGathering(node, this).lists();
            case FIXED_LIST -> new ListGathering(node, this).fixedLists();
            case STRUCT -> structs(node);
            case SPARSE_UNION, DENSE_UNION -> new UnionGathering(node, this).result();
            case RUN_ENDS -> new RunGathering(node, this).result();
        };
    }

    /** Others of the same memory. */
    Gathering at(MemorySegment otherPositions, long otherCount) {
        return new Gathering(tooBig, otherPositions, otherCount, memory);
    }

    long count() {
        return count;
    }

    ConversionMemory memory() {
        return memory;
    }

    RuntimeException tooBig(ArrayNode node) {
        return tooBig.apply(node);
    }

    long position(long row) {
        return positions.get(ValueLayout.JAVA_LONG, row * Long.BYTES);
    }

    /** The row of the array that a row is; -1 for one that is null there, too. */
    long visible(long row, Rows present) {
        long position = position(row);
        return position >= 0 && present.isVisible(position) ? position : -1;
    }

    /** An array with these buffers, and before them one that says which rows are null. */
    ArrayNode result(ArrayNode node, ArrayNode[] children, MemorySegment... buffers) {
        Rows present = Rows.ALL.notNullIn(node);
        long nullCount = 0;
        for (long row = 0; row < count; row++) {
            nullCount += visible(row, present) < 0 ? 1 : 0;
        }
        long[] addresses = new long[1 + buffers.length];
        long[] sizes = new long[1 + buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            addresses[1 + i] = buffers[i].address();
            sizes[1 + i] = buffers[i].byteSize();
        }
        if (nullCount > 0) {
            MemorySegment validity = validity(present);
            addresses[0] = validity.address();
            sizes[0] = validity.byteSize();
        }
        return new ArrayNode(node.shape, count, nullCount, 0, addresses, sizes, children, node.dictionary);
    }

    private MemorySegment validity(Rows present) {
        MemorySegment validity = memory.allocateZeros((count + 7) / 8);
        for (long row = 0; row < count; row++) {
            if (visible(row, present) >= 0) {
                Bits.set(validity, row);
            }
        }
        return validity;
    }

    private MemorySegment bits(ArrayNode node) {
        MemorySegment source = NativeMemory.at(node.buffers[1], node.sizes[1]);
        MemorySegment target = memory.allocateZeros((count + 7) / 8);
        for (long row = 0; row < count; row++) {
            long position = position(row);
            if (position >= 0 && Bits.get(source, node.offset + position)) {
                Bits.set(target, row);
            }
        }
        return target;
    }

    /** Values of so many bytes. */
    MemorySegment fixed(ArrayNode node, int buffer, int width) {
        MemorySegment source = Column.values(ColumnConversion.OPENER, node, buffer, 0, node.length, width);
        MemorySegment target = memory.allocateZeros(Math.multiplyExact(count, width));
        for (long row = 0; row < count; row++) {
            long from = position(row) * width;
            if (from < 0) {
                continue;
            }
            switch (width) {
                case 1 -> target.set(ValueLayout.JAVA_BYTE, row, source.get(ValueLayout.JAVA_BYTE, from));
                case 4 ->
                    target.set(
                            ValueLayout.JAVA_INT_UNALIGNED, row * 4, source.get(ValueLayout.JAVA_INT_UNALIGNED, from));
                case 8 ->
                    target.set(
                            ValueLayout.JAVA_LONG_UNALIGNED,
                            row * 8,
                            source.get(ValueLayout.JAVA_LONG_UNALIGNED, from));
                default -> MemorySegment.copy(source, from, target, row * width, width);
            }
        }
        return target;
    }

    private ArrayNode bytes(ArrayNode node) {
        Offsets old = Offsets.of(node);
        Offsets offsets = newOffsets(node, old, node.sizes[2]);
        MemorySegment source = NativeMemory.at(node.buffers[2], node.sizes[2]);
        MemorySegment target = memory.allocate(offsets.get(count));
        for (long row = 0; row < count; row++) {
            long at = offsets.get(row);
            long size = offsets.get(row + 1) - at;
            if (size > 0) {
                NativeMemory.copy(source, old.get(position(row)), size, target.address() + at);
            }
        }
        return result(node, node.children, offsets.memory(), target);
    }

    /**
     * The offsets of the result.
     *
     * @param limit how much there is that the old offsets may lead to
     */
    Offsets newOffsets(ArrayNode node, Offsets old, long limit) {
        Rows present = Rows.ALL.notNullIn(node);
        Offsets offsets = Offsets.allocate(count, node.shape.width, memory);
        long end = 0;
        for (long row = 0; row < count; row++) {
            long position = visible(row, present);
            if (position >= 0) {
                long from = old.get(position);
                long to = old.get(position + 1);
                if (from < 0 || to < from || to > limit) {
                    throw wrongOffsets(node, position, from, to, limit);
                }
                end += to - from;
            }
            if (!offsets.canHold(end)) {
                throw tooBig(node);
            }
            offsets.set(row + 1, end);
        }
        return offsets;
    }

    /** The views lead to where they always did. */
    private ArrayNode views(ArrayNode node) {
        ArrayNode own = result(node, node.children, fixed(node, 1, node.shape.width));
        long[] buffers = node.buffers.clone();
        long[] sizes = node.sizes.clone();
        for (int i = 0; i < 2; i++) {
            buffers[i] = own.buffers[i];
            sizes[i] = own.sizes[i];
        }
        return new ArrayNode(node.shape, count, own.nullCount, 0, buffers, sizes, node.children, null);
    }

    private ArrayNode structs(ArrayNode node) {
        ArrayNode[] gathered = new ArrayNode[node.children.length];
        Rows present = Rows.ALL.notNullIn(node);
        try (ConversionMemory scratch = new ConversionMemory()) {
            Gathering fields = this;
            if (present != Rows.ALL) {
                MemorySegment fieldPositions = scratch.allocate(count * Long.BYTES);
                for (long row = 0; row < count; row++) {
                    fieldPositions.set(ValueLayout.JAVA_LONG, row * Long.BYTES, visible(row, present));
                }
                fields = at(fieldPositions, count);
            }
            for (int i = 0; i < gathered.length; i++) {
                gathered[i] = fields.of(node.children[i].slice(node.offset, node.length));
            }
        }
        return result(node, gathered);
    }

    private static ArrowDataException wrongOffsets(ArrayNode node, long row, long from, long to, long limit) {
        return new ArrowDataException(node.shape.where() + ": row " + row + " has the offsets " + from + " to " + to
                + ", expected to rise to at most " + limit);
    }
}
