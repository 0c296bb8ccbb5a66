package io.pysail.sdk.cdata;

import org.jspecify.annotations.Nullable;

/**
 * An array whose structure was found sound: where its buffers are, and how much of them its lengths justify to read.
 *
 * <p>Immutable. It owns nothing: it is used only while a {@link SharedUse} holds the memory.
 */
final class ArrayNode {
    final ArrayShape shape;
    final long length;
    final long nullCount;
    final long offset;

    /** Addresses; 0 for a buffer that is not there. */
    final long[] buffers;

    /** How many bytes of each buffer belong to the array. */
    final long[] sizes;

    final ArrayNode[] children;
    final @Nullable ArrayNode dictionary;

    /** @param nullCount how many nulls there are, or -1 if nobody has counted */
    ArrayNode(
            ArrayShape shape,
            long length,
            long nullCount,
            long offset,
            long[] buffers,
            long[] sizes,
            ArrayNode[] children,
            @Nullable ArrayNode dictionary) {
        this.shape = shape;
        this.length = length;
        this.nullCount = nullCount;
        this.offset = offset;
        this.buffers = buffers;
        this.sizes = sizes;
        this.children = children;
        this.dictionary = dictionary;
    }

    /** The same memory, fewer rows. */
    ArrayNode slice(long from, long count) {
        long nulls = nullCount == 0 || count == length ? nullCount : -1;
        return new ArrayNode(shape, count, nulls, offset + from, buffers, sizes, children, dictionary);
    }

    /** The same memory under another name, with other arrays below it. */
    ArrayNode relabelled(ArrayShape other, ArrayNode[] otherChildren, @Nullable ArrayNode otherDictionary) {
        return new ArrayNode(other, length, nullCount, offset, buffers, sizes, otherChildren, otherDictionary);
    }

    /** The same structs, of some of their fields. */
    ArrayNode select(int... fields) {
        ArrayNode[] selected = new ArrayNode[fields.length];
        for (int i = 0; i < fields.length; i++) {
            selected[i] = children[fields[i]];
        }
        return new ArrayNode(shape.select(fields), length, nullCount, offset, buffers, sizes, selected, null);
    }

    /**
     * The same rows, of which none is null as a whole, with columns that begin where the rows begin and are as long.
     *
     * <p>A struct array may begin and end within its children, but libraries refuse a batch that does.
     */
    ArrayNode aligned() {
        ArrayNode[] columns = new ArrayNode[children.length];
        for (int i = 0; i < columns.length; i++) {
            ArrayNode child = children[i];
            columns[i] = offset == 0 && child.length == length ? child : child.slice(offset, length);
        }
        return new ArrayNode(shape, length, 0, 0, new long[1], new long[1], columns, null);
    }

    /** What the array holds in memory, buffers that several share counted as often. */
    long byteSize() {
        long size = 0;
        for (long buffer : sizes) {
            size += buffer;
        }
        for (ArrayNode child : children) {
            size += child.byteSize();
        }
        return dictionary == null ? size : size + dictionary.byteSize();
    }
}
