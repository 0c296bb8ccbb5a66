package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrayShape.Kind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@code struct ArrowArray} of a producer that may be wrong, and finds out how long each buffer must be.
 *
 * <p>The C Data Interface tells no sizes: what a buffer holds follows from the lengths, and for bytes from the last
 * offset. It takes a time that depends on the number of columns only; {@link FullValidation} looks at every row. Takes
 * no ownership.
 */
final class ArrayReader {
    /** More values than any memory has: a bigger length is nonsense, and sums with it could overflow. */
    private static final long MAX_LENGTH = 1L << 40;

    /** What a process can address. */
    private static final long MAX_BYTES = 1L << 47;

    private static final int MAX_VIEW_BUFFERS = 1 << 20;
    private static final ArrayNode[] NONE = {};
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private ArrayReader() {}

    /**
     * The array that a struct describes.
     *
     * @throws ArrowDataException if it is released or breaks the rules
     */
    static ArrayNode read(ArrayStruct struct, ArrayShape shape) {
        if (struct.isReleased()) {
            throw released(shape);
        }
        long length = struct.number(ArrayStruct.LENGTH);
        long offset = struct.number(ArrayStruct.OFFSET);
        long nullCount = struct.number(ArrayStruct.NULL_COUNT);
        requireRanges(shape, length, offset, nullCount);
        long[] buffers = buffers(struct, shape);
        ArrayNode[] children = children(struct, shape);
        ArrayNode dictionary = dictionary(struct, shape);
        return checked(shape, length, offset, nullCount, buffers, null, children, dictionary);
    }

    /**
     * The array that somebody else describes who knows how long his buffers are.
     *
     * @throws ArrowDataException if it breaks the rules, or a buffer is too short
     */
    static ArrayNode read(ArrayLayout layout, ArrayShape shape) {
        requireRanges(shape, layout.length(), layout.offset(), layout.nullCount());
        requireBufferCount(shape, layout.buffers().size());
        requireChildCount(shape, layout.children().size());
        long[] buffers = new long[layout.buffers().size()];
        long[] available = new long[buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = layout.buffers().get(i).address();
            available[i] = layout.buffers().get(i).size();
        }
        ArrayNode[] children = shape.children.length == 0 ? NONE : new ArrayNode[shape.children.length];
        for (int i = 0; i < children.length; i++) {
            children[i] = read(layout.children().get(i), shape.children[i]);
        }
        ArrayLayout values = layout.dictionary();
        if ((values == null) != (shape.dictionary == null)) {
            throw values == null ? nullPointer(shape, "dictionary") : unexpectedDictionary(shape);
        }
        ArrayNode dictionary = shape.dictionary == null || values == null ? null : read(values, shape.dictionary);
        return checked(
                shape, layout.length(), layout.offset(), layout.nullCount(), buffers, available, children, dictionary);
    }

    private static void requireRanges(ArrayShape shape, long length, long offset, long nullCount) {
        if (length < 0 || length > MAX_LENGTH) {
            throw outOfRange(shape, "length", length, 0, MAX_LENGTH);
        }
        if (offset < 0 || offset > MAX_LENGTH) {
            throw outOfRange(shape, "offset", offset, 0, MAX_LENGTH);
        }
        if (nullCount < -1 || nullCount > length) {
            throw outOfRange(shape, "null count", nullCount, -1, length);
        }
    }

    /** @param available how many bytes of each buffer there are; null if nobody knows */
    private static ArrayNode checked(
            ArrayShape shape,
            long length,
            long offset,
            long nullCount,
            long[] buffers,
            long @Nullable [] available,
            ArrayNode[] children,
            @Nullable ArrayNode dictionary) {
        if (shape.hasValidity() && buffers[0] == 0) {
            if (nullCount > 0) {
                throw nullsWithoutBuffer(shape, nullCount);
            }
            nullCount = 0;
        }
        long[] sizes = new long[buffers.length];
        ArrayNode node = new ArrayNode(shape, length, nullCount, offset, buffers, sizes, children, dictionary);
        measure(node, available);
        return node;
    }

    private static long[] buffers(ArrayStruct struct, ArrayShape shape) {
        long count = struct.number(ArrayStruct.BUFFER_COUNT);
        requireBufferCount(shape, count);
        long pointers = struct.pointer(ArrayStruct.BUFFERS);
        if (count > 0 && pointers == 0) {
            throw nullPointer(shape, "buffers");
        }
        long[] buffers = new long[(int) count];
        if (count > 0) {
            MemorySegment array = NativeMemory.at(pointers, count * Long.BYTES);
            for (int i = 0; i < buffers.length; i++) {
                buffers[i] = array.get(LONG, (long) i * Long.BYTES);
            }
        }
        return buffers;
    }

    private static void requireBufferCount(ArrayShape shape, long count) {
        int expected = shape.bufferCount();
        if (shape.kind == Kind.VIEWS) {
            if (count < expected || count > MAX_VIEW_BUFFERS) {
                throw outOfRange(shape, "number of buffers", count, expected, MAX_VIEW_BUFFERS);
            }
        } else if (count != expected) {
            throw wrongCount(shape, "buffers", count, expected);
        }
    }

    private static void requireChildCount(ArrayShape shape, long count) {
        if (count != shape.children.length) {
            throw wrongCount(shape, "children", count, shape.children.length);
        }
    }

    private static ArrayNode[] children(ArrayStruct struct, ArrayShape shape) {
        long count = struct.number(ArrayStruct.CHILD_COUNT);
        requireChildCount(shape, count);
        if (count == 0) {
            return NONE;
        }
        long pointers = struct.pointer(ArrayStruct.CHILDREN);
        if (pointers == 0) {
            throw nullPointer(shape, "children");
        }
        MemorySegment array = NativeMemory.at(pointers, count * Long.BYTES);
        ArrayNode[] children = new ArrayNode[(int) count];
        for (int i = 0; i < children.length; i++) {
            long child = array.get(LONG, (long) i * Long.BYTES);
            if (child == 0) {
                throw nullPointer(shape, "child " + i);
            }
            children[i] = read(ArrayStruct.at(child), shape.children[i]);
        }
        return children;
    }

    private static @Nullable ArrayNode dictionary(ArrayStruct struct, ArrayShape shape) {
        long address = struct.pointer(ArrayStruct.DICTIONARY);
        if (shape.dictionary == null) {
            if (address != 0) {
                throw unexpectedDictionary(shape);
            }
            return null;
        }
        if (address == 0) {
            throw nullPointer(shape, "dictionary");
        }
        return read(ArrayStruct.at(address), shape.dictionary);
    }

    /** Fills in the sizes, and checks what can be checked without a look at every row. */
    private static void measure(ArrayNode node, long @Nullable [] available) {
        ArrayShape shape = node.shape;
        long end = node.offset + node.length; // each at most 2^40
        if (shape.hasValidity() && node.buffers[0] != 0) {
            buffer(node, 0, (end + 7) / 8, available);
        }
        switch (shape.kind) {
            case NULL -> {}
            case BITS -> buffer(node, 1, (end + 7) / 8, available);
            case FIXED -> buffer(node, 1, bytes(node, end, shape.width), available);
            case BYTES -> {
                buffer(node, 1, node.length == 0 ? 0 : bytes(node, end + 1, shape.width), available);
                buffer(node, 2, lastOffset(node), available);
            }
            case VIEWS -> measureViews(node, end, available);
            case LIST -> {
                buffer(node, 1, node.length == 0 ? 0 : bytes(node, end + 1, shape.width), available);
                requireChild(node, 0, lastOffset(node));
            }
            case LIST_VIEW -> {
                buffer(node, 1, bytes(node, end, shape.width), available);
                buffer(node, 2, bytes(node, end, shape.width), available);
            }
            case FIXED_LIST -> requireChild(node, 0, bytes(node, end, shape.width));
            case STRUCT -> requireChildren(node, end);
            case SPARSE_UNION -> {
                buffer(node, 0, end, available);
                requireChildren(node, end);
            }
            case DENSE_UNION -> {
                buffer(node, 0, end, available);
                buffer(node, 1, bytes(node, end, Integer.BYTES), available);
            }
            case RUN_ENDS -> measureRuns(node, end);
        }
        for (int i = 0; i < node.buffers.length; i++) {
            if (node.buffers[i] < 0 || node.buffers[i] > Long.MAX_VALUE - node.sizes[i]) {
                throw badAddress(shape, i, node.buffers[i]);
            }
        }
    }

    private static void measureViews(ArrayNode node, long end, long @Nullable [] available) {
        buffer(node, 1, bytes(node, end, 16), available);
        int last = node.buffers.length - 1;
        int variadic = last - 2;
        buffer(node, last, (long) variadic * Long.BYTES, available);
        for (int i = 0; i < variadic; i++) {
            long size = NativeMemory.at(node.buffers[last], node.sizes[last])
                    .get(ValueLayout.JAVA_LONG_UNALIGNED, (long) i * Long.BYTES);
            buffer(node, 2 + i, size, available);
        }
    }

    private static void measureRuns(ArrayNode node, long end) {
        ArrayNode ends = node.children[0];
        ArrayNode values = node.children[1];
        if (node.nullCount > 0) {
            throw outOfRange(node.shape, "null count", node.nullCount, -1, 0);
        }
        if (ends.nullCount > 0) {
            throw outOfRange(ends.shape, "null count", ends.nullCount, -1, 0);
        }
        requireChild(node, 1, ends.length);
        if (node.length > 0) {
            long last = ends.length == 0 ? 0 : integer(ends, ends.length - 1);
            if (last < end || values.length < 1) {
                throw runsTooShort(node.shape, last, end);
            }
        }
    }

    /** The last offset, after which no byte or item is used. */
    private static long lastOffset(ArrayNode node) {
        if (node.length == 0) {
            return 0;
        }
        MemorySegment offsets = NativeMemory.at(node.buffers[1], node.sizes[1]);
        long first = integer(offsets, node.offset, node.shape.width);
        long last = integer(offsets, node.offset + node.length, node.shape.width);
        if (first < 0 || last < first) {
            throw badOffsets(node.shape, first, last);
        }
        return last;
    }

    private static long integer(ArrayNode node, long row) {
        return integer(NativeMemory.at(node.buffers[1], node.sizes[1]), node.offset + row, node.shape.width);
    }

    private static long integer(MemorySegment values, long index, int width) {
        return switch (width) {
            case 2 -> values.get(ValueLayout.JAVA_SHORT_UNALIGNED, index * 2);
            case 4 -> values.get(ValueLayout.JAVA_INT_UNALIGNED, index * 4);
            default -> values.get(ValueLayout.JAVA_LONG_UNALIGNED, index * 8);
        };
    }

    private static long bytes(ArrayNode node, long count, int width) {
        if (width > 0 && count > MAX_BYTES / width) {
            throw tooBig(node.shape, count, width);
        }
        return count * width;
    }

    private static void buffer(ArrayNode node, int index, long size, long @Nullable [] available) {
        if (size < 0 || size > MAX_BYTES) {
            throw outOfRange(node.shape, "size of buffer " + index, size, 0, MAX_BYTES);
        }
        if (size > 0 && node.buffers[index] == 0) {
            throw missingBuffer(node.shape, index, size);
        }
        if (available != null && size > available[index]) {
            throw shortBuffer(node.shape, index, size, available[index]);
        }
        node.sizes[index] = size;
    }

    private static void requireChildren(ArrayNode node, long length) {
        for (int i = 0; i < node.children.length; i++) {
            requireChild(node, i, length);
        }
    }

    private static void requireChild(ArrayNode node, int index, long length) {
        ArrayNode child = node.children[index];
        if (child.length < length) {
            throw shortChild(child.shape, child.length, length);
        }
    }

    private static ArrowDataException released(ArrayShape shape) {
        return new ArrowDataException(shape.where() + ": the array is released");
    }

    private static ArrowDataException outOfRange(ArrayShape shape, String what, long found, long least, long most) {
        return new ArrowDataException(
                shape.where() + ": the " + what + " is " + found + ", expected " + least + " to " + most);
    }

    private static ArrowDataException wrongCount(ArrayShape shape, String what, long found, long expected) {
        return new ArrowDataException(shape.where() + ": an array of "
                + shape.field.type().text() + " has " + expected + " " + what + ", not " + found);
    }

    private static ArrowDataException nullPointer(ArrayShape shape, String what) {
        return new ArrowDataException(shape.where() + ": the pointer to the array's " + what + " is NULL");
    }

    private static ArrowDataException missingBuffer(ArrayShape shape, int index, long size) {
        return new ArrowDataException(
                shape.where() + ": buffer " + index + " is NULL, but " + size + " bytes of it are used");
    }

    private static ArrowDataException shortBuffer(ArrayShape shape, int index, long size, long available) {
        return new ArrowDataException(
                shape.where() + ": " + size + " bytes of buffer " + index + " are used, but it has " + available);
    }

    private static ArrowDataException badAddress(ArrayShape shape, int index, long address) {
        return new ArrowDataException(
                shape.where() + ": buffer " + index + " cannot be at 0x" + Long.toHexString(address));
    }

    private static ArrowDataException nullsWithoutBuffer(ArrayShape shape, long nullCount) {
        return new ArrowDataException(
                shape.where() + ": there are " + nullCount + " nulls, but no buffer says which rows they are");
    }

    private static ArrowDataException unexpectedDictionary(ArrayShape shape) {
        return new ArrowDataException(
                shape.where() + ": an array of " + shape.field.type().text() + " has no dictionary, but here is one");
    }

    private static ArrowDataException badOffsets(ArrayShape shape, long first, long last) {
        return new ArrowDataException(
                shape.where() + ": the offsets lead from " + first + " to " + last + ", which is backwards");
    }

    private static ArrowDataException shortChild(ArrayShape child, long found, long expected) {
        return new ArrowDataException(
                child.where() + ": the length is " + found + ", but its parent uses " + expected + " values");
    }

    private static ArrowDataException runsTooShort(ArrayShape shape, long last, long end) {
        return new ArrowDataException(shape.where() + ": the last run ends at " + last + ", before row " + end);
    }

    private static ArrowDataException tooBig(ArrayShape shape, long count, int width) {
        return new ArrowDataException(
                shape.where() + ": " + count + " values of " + width + " bytes are more than memory can hold");
    }
}
