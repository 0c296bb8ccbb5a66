package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Writes some rows of an array one after the other, in any order and any number of times each. */
final class Gathering {
    private final ColumnConversion conversion;
    private final MemorySegment positions;
    private final long count;
    private final ConversionMemory memory;

    /** @param positions for each row of the result a row of the array as a long, or -1 for null */
    Gathering(ColumnConversion conversion, MemorySegment positions, long count, ConversionMemory memory) {
        this.conversion = conversion;
        this.positions = positions;
        this.count = count;
        this.memory = memory;
    }

    /** Whether arrays of this shape can be gathered: unions have no nulls of their own, and runs no rows. */
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
            case LIST -> lists(node);
            case FIXED_LIST -> fixedLists(node);
            case STRUCT -> structs(node);
            case SPARSE_UNION, DENSE_UNION, RUN_ENDS -> throw new AssertionError(node.shape.kind);
        };
    }

    private long position(long row) {
        return positions.get(ValueLayout.JAVA_LONG, row * Long.BYTES);
    }

    /** An array with these buffers, and before them one that says which rows are null. */
    private ArrayNode result(ArrayNode node, ArrayNode[] children, MemorySegment... buffers) {
        MemorySegment validity = memory.allocateZeros((count + 7) / 8);
        Rows present = Rows.ALL.notNullIn(node);
        long nullCount = 0;
        for (long row = 0; row < count; row++) {
            long position = position(row);
            if (position >= 0 && present.isVisible(position)) {
                Bits.set(validity, row);
            } else {
                nullCount++;
            }
        }
        long[] addresses = new long[1 + buffers.length];
        long[] sizes = new long[1 + buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            addresses[1 + i] = buffers[i].address();
            sizes[1 + i] = buffers[i].byteSize();
        }
        if (nullCount > 0) {
            addresses[0] = validity.address();
            sizes[0] = validity.byteSize();
        }
        return new ArrayNode(node.shape, count, nullCount, 0, addresses, sizes, children, node.dictionary);
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

    private MemorySegment fixed(ArrayNode node, int buffer, int width) {
        MemorySegment source = Column.values(ColumnConversion.OPENER, node, buffer, 0, node.length, width);
        MemorySegment target = memory.allocateZeros(Math.multiplyExact(count, width));
        for (long row = 0; row < count; row++) {
            long from = position(row) * width;
            if (from < 0) {
                continue;
            }
            switch (width) {
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
        Offsets offsets = newOffsets(node, old);
        MemorySegment source = NativeMemory.at(node.buffers[2], node.sizes[2]);
        MemorySegment target = memory.allocate(offsets.get(count));
        for (long row = 0; row < count; row++) {
            long at = offsets.get(row);
            long size = offsets.get(row + 1) - at;
            if (size > 0) {
                MemorySegment.copy(source, old.get(position(row)), target, at, size);
            }
        }
        return result(node, node.children, offsets.memory(), target);
    }

    private Offsets newOffsets(ArrayNode node, Offsets old) {
        Offsets offsets = Offsets.allocate(count, node.shape.width, memory);
        long end = 0;
        for (long row = 0; row < count; row++) {
            long position = position(row);
            if (position >= 0) {
                end += Math.max(0, old.get(position + 1) - old.get(position));
            }
            if (!offsets.canHold(end)) {
                throw conversion.tooBig(node);
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

    private ArrayNode lists(ArrayNode node) {
        Offsets old = Offsets.of(node);
        Offsets offsets = newOffsets(node, old);
        long items = offsets.get(count);
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment itemPositions = scratch.allocate(items * Long.BYTES);
            long next = 0;
            for (long row = 0; row < count; row++) {
                long size = offsets.get(row + 1) - offsets.get(row);
                long first = size == 0 ? 0 : old.get(position(row));
                for (long i = 0; i < size; i++) {
                    itemPositions.set(ValueLayout.JAVA_LONG, next++ * Long.BYTES, first + i);
                }
            }
            ArrayNode gathered = new Gathering(conversion, itemPositions, items, memory).of(node.children[0]);
            return result(node, new ArrayNode[] {gathered}, offsets.memory());
        }
    }

    private ArrayNode fixedLists(ArrayNode node) {
        long size = node.shape.width;
        long items = Math.multiplyExact(count, size);
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment itemPositions = scratch.allocate(items * Long.BYTES);
            for (long row = 0; row < count; row++) {
                long position = position(row);
                for (long i = 0; i < size; i++) {
                    itemPositions.set(
                            ValueLayout.JAVA_LONG,
                            (row * size + i) * Long.BYTES,
                            position < 0 ? -1 : (node.offset + position) * size + i);
                }
            }
            ArrayNode gathered = new Gathering(conversion, itemPositions, items, memory).of(node.children[0]);
            return result(node, new ArrayNode[] {gathered});
        }
    }

    private ArrayNode structs(ArrayNode node) {
        ArrayNode[] gathered = new ArrayNode[node.children.length];
        for (int i = 0; i < gathered.length; i++) {
            gathered[i] = of(node.children[i].slice(node.offset, node.length));
        }
        return result(node, gathered);
    }
}
