package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Looks at every row of an array whose structure was found sound. The caller holds the memory.
 *
 * <p>What a null row of a dictionary or view holds is not looked at: nobody reads it.
 */
final class FullValidation {
    private final ArrayNode node;
    private final long end;

    private FullValidation(ArrayNode node) {
        this.node = node;
        this.end = node.offset + node.length;
    }

    /** @throws ArrowDataException naming the column, the row and what was found there */
    static void check(ArrayNode node) {
        new FullValidation(node).check();
        for (ArrayNode child : node.children) {
            check(child);
        }
        if (node.dictionary != null) {
            check(node.dictionary);
        }
    }

    private void check() {
        checkNullCount();
        switch (node.shape.kind) {
            case BYTES -> checkBytes();
            case VIEWS -> checkViews();
            case LIST -> checkOffsets(node.children[0].length);
            case LIST_VIEW -> checkListViews();
            case SPARSE_UNION -> checkTypeIds();
            case DENSE_UNION -> checkDenseUnion();
            case RUN_ENDS -> checkRunEnds();
            case FIXED -> {
                if (node.dictionary != null) {
                    checkIndices(node.dictionary.length);
                }
            }
            case NULL, BITS, FIXED_LIST, STRUCT -> {}
        }
    }

    private void checkNullCount() {
        if (node.shape.hasValidity() && node.nullCount >= 0 && node.buffers[0] != 0) {
            long counted = node.length - Bits.count(buffer(0), node.offset, node.length);
            if (counted != node.nullCount) {
                throw wrongNullCount(counted);
            }
        }
    }

    /** Offsets never go back, and end within what they lead to. */
    private void checkOffsets(long limit) {
        if (node.length == 0) {
            return;
        }
        MemorySegment offsets = buffer(1);
        long last = number(offsets, node.offset, node.shape.width);
        for (long i = node.offset + 1; i <= end; i++) {
            long next = number(offsets, i, node.shape.width);
            if (next < last || next > limit) {
                throw wrong(
                        i - 1, "has the offsets " + last + " to " + next + ", expected to rise to at most " + limit);
            }
            last = next;
        }
    }

    private void checkBytes() {
        checkOffsets(node.sizes[2]);
        if (!(node.shape.field.type() instanceof ArrowType.Text) || node.length == 0) {
            return;
        }
        MemorySegment offsets = buffer(1);
        MemorySegment data = buffer(2);
        // Most text is ASCII, which is seen faster in all of it at once than value by value.
        if (Utf8.isAscii(
                data, number(offsets, node.offset, node.shape.width), number(offsets, end, node.shape.width))) {
            return;
        }
        for (long i = node.offset; i < end; i++) {
            if (isValid(i)) {
                long begin = number(offsets, i, node.shape.width);
                checkText(i, data, begin, number(offsets, i + 1, node.shape.width) - begin);
            }
        }
    }

    private void checkViews() {
        boolean text = node.shape.field.type() instanceof ArrowType.Text;
        MemorySegment views = buffer(1);
        int variadic = node.buffers.length - 3;
        for (long i = node.offset; i < end; i++) {
            if (!isValid(i)) {
                continue;
            }
            long view = i * ViewBytesColumn.VIEW_SIZE;
            int size = views.get(ValueLayout.JAVA_INT_UNALIGNED, view);
            if (size < 0) {
                throw wrong(i, "has a view of " + size + " bytes");
            }
            MemorySegment data = views;
            long begin = view + 4;
            if (size > ViewBytesColumn.MOST_INLINE) {
                int index = views.get(ValueLayout.JAVA_INT_UNALIGNED, view + 8);
                begin = views.get(ValueLayout.JAVA_INT_UNALIGNED, view + 12);
                if (index < 0 || index >= variadic || begin < 0 || begin + size > node.sizes[2 + index]) {
                    throw wrong(
                            i,
                            "has a view of " + size + " bytes at " + begin + " of buffer " + index
                                    + ", which leads out of the " + variadic + " buffers");
                }
                data = buffer(2 + index);
                requirePrefix(i, views, data, begin);
            }
            if (text) {
                checkText(i, data, begin, size);
            }
        }
    }

    private void requirePrefix(long i, MemorySegment views, MemorySegment data, long begin) {
        if (views.get(ValueLayout.JAVA_INT_UNALIGNED, i * ViewBytesColumn.VIEW_SIZE + 4)
                != data.get(ValueLayout.JAVA_INT_UNALIGNED, begin)) {
            throw wrong(i, "has a view whose prefix differs from what it leads to");
        }
    }

    private void checkText(long i, MemorySegment data, long begin, long size) {
        long bad = Utf8.firstInvalid(data, begin, begin + size);
        if (bad >= 0) {
            throw wrong(i, "is not UTF-8 at byte " + (bad - begin));
        }
    }

    private void checkListViews() {
        MemorySegment offsets = buffer(1);
        MemorySegment sizes = buffer(2);
        long limit = node.children[0].length;
        for (long i = node.offset; i < end; i++) {
            long begin = number(offsets, i, node.shape.width);
            long size = number(sizes, i, node.shape.width);
            if (begin < 0 || size < 0 || begin > limit - size) {
                throw wrong(i, "has " + size + " items from " + begin + " on, of " + limit);
            }
        }
    }

    private void checkTypeIds() {
        boolean[] known = knownTypeIds();
        MemorySegment ids = buffer(0);
        for (long i = node.offset; i < end; i++) {
            byte id = ids.get(ValueLayout.JAVA_BYTE, i);
            if (id < 0 || !known[id]) {
                throw wrong(i, "has the type id " + id + ", which no child has");
            }
        }
    }

    private void checkDenseUnion() {
        checkTypeIds();
        List<Integer> typeIds = ((ArrowType.Union) node.shape.field.type()).typeIds();
        MemorySegment ids = buffer(0);
        MemorySegment offsets = buffer(1);
        long[] lengths = new long[128];
        for (int child = 0; child < typeIds.size(); child++) {
            lengths[typeIds.get(child)] = node.children[child].length;
        }
        for (long i = node.offset; i < end; i++) {
            byte id = ids.get(ValueLayout.JAVA_BYTE, i);
            int offset = offsets.get(ValueLayout.JAVA_INT_UNALIGNED, i * Integer.BYTES);
            if (offset < 0 || offset >= lengths[id]) {
                throw wrong(
                        i, "is value " + offset + " of the child with type id " + id + ", which has " + lengths[id]);
            }
        }
    }

    private boolean[] knownTypeIds() {
        boolean[] known = new boolean[128];
        ((ArrowType.Union) node.shape.field.type()).typeIds().forEach(id -> known[id] = true);
        return known;
    }

    private void checkIndices(long limit) {
        boolean signed =
                ((ArrowType.Dictionary) node.shape.field.type()).index().signed();
        MemorySegment indices = buffer(1);
        for (long i = node.offset; i < end; i++) {
            if (isValid(i)) {
                long index = number(indices, i, node.shape.width);
                if (!signed && node.shape.width < Long.BYTES) {
                    index &= (1L << (8 * node.shape.width)) - 1;
                }
                if (index < 0 || index >= limit) {
                    throw wrong(i, "is value " + index + " of a dictionary of " + limit);
                }
            }
        }
    }

    private void checkRunEnds() {
        ArrayNode ends = node.children[0];
        if (ends.nullCount != 0 && ends.buffers[0] != 0) {
            new FullValidation(ends).requireNoNulls();
        }
        MemorySegment numbers = segment(ends, 1);
        long last = 0;
        for (long run = 0; run < ends.length; run++) {
            long next = number(numbers, ends.offset + run, ends.shape.width);
            if (next <= last) {
                throw new ArrowDataException(
                        node.shape.where() + ": run " + run + " ends at " + next + ", which is not behind " + last);
            }
            last = next;
        }
    }

    private void requireNoNulls() {
        if (Bits.count(buffer(0), node.offset, node.length) != node.length) {
            throw new ArrowDataException(node.shape.where() + ": a run end is null");
        }
    }

    private boolean isValid(long i) {
        return node.nullCount == 0 || node.buffers[0] == 0 || Bits.get(buffer(0), i);
    }

    private MemorySegment buffer(int index) {
        return segment(node, index);
    }

    private static MemorySegment segment(ArrayNode node, int index) {
        return NativeMemory.at(node.buffers[index], node.sizes[index]);
    }

    private static long number(MemorySegment numbers, long index, int width) {
        return switch (width) {
            case 1 -> numbers.get(ValueLayout.JAVA_BYTE, index);
            case 2 -> numbers.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2);
            case 4 -> numbers.get(ValueLayout.JAVA_INT_UNALIGNED, index * 4);
            default -> numbers.get(ValueLayout.JAVA_LONG_UNALIGNED, index * 8);
        };
    }

    private ArrowDataException wrong(long index, String what) {
        return new ArrowDataException(node.shape.where() + ": row " + (index - node.offset) + " " + what);
    }

    private ArrowDataException wrongNullCount(long counted) {
        return new ArrowDataException(
                node.shape.where() + ": the null count is " + node.nullCount + ", but " + counted + " rows are null");
    }
}
