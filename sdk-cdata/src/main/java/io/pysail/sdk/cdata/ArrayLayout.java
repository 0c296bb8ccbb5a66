package io.pysail.sdk.cdata;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an array lies in memory, and the arrays below it: for bridges to other libraries that hold Arrow data.
 *
 * <p>The buffers are those of the C Data Interface for the type of the array, in its order; of views the last buffer
 * holds the sizes of those before it. It is numbers only: nothing is held open by it. What {@link ArrowBatch#layout}
 * tells is true as long as a handle of that batch is open.
 *
 * <p>Immutable.
 *
 * @param length how many values there are
 * @param nullCount how many of them are null; -1 if nobody has counted
 * @param offset how many values lie in the buffers before the first
 * @param buffers where the values are
 * @param children the arrays below, in the order of the type's fields
 * @param dictionary the values of a dictionary; null if the type is another
 * @since 0.1
 */
public record ArrayLayout(
        long length,
        long nullCount,
        long offset,
        List<Buffer> buffers,
        List<ArrayLayout> children,
        @Nullable ArrayLayout dictionary) {
    /** Copies the lists. */
    public ArrayLayout {
        buffers = List.copyOf(buffers);
        children = List.copyOf(children);
    }

    static ArrayLayout of(ArrayNode node) {
        Buffer[] buffers = new Buffer[node.buffers.length];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = new Buffer(node.buffers[i], node.sizes[i]);
        }
        ArrayLayout[] children = new ArrayLayout[node.children.length];
        for (int i = 0; i < children.length; i++) {
            children[i] = of(node.children[i]);
        }
        return new ArrayLayout(
                node.length,
                node.nullCount,
                node.offset,
                List.of(buffers),
                List.of(children),
                node.dictionary == null ? null : of(node.dictionary));
    }

    /**
     * A piece of memory.
     *
     * @param address where it begins; 0 if there is none, as for the nulls of an array without nulls
     * @param size how many bytes of it belong to the array
     */
    public record Buffer(long address, long size) {
        /** No memory. */
        public static final Buffer NONE = new Buffer(0, 0);
    }
}
