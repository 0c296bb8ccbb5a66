package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Gathers rows of a union.
 *
 * <p>A union has no nulls of its own: a row that is to be null becomes a null of the first child.
 */
final class UnionGathering {
    private final ArrayNode node;
    private final ArrowType.Union type;
    private final UnionColumn column;
    private final Gathering gathering;
    private final MemorySegment typeIds;

    UnionGathering(ArrayNode node, Gathering gathering) {
        this.node = node;
        this.type = (ArrowType.Union) node.shape.field.type();
        this.column = ColumnConversion.OPENER.open(node).as(UnionColumn.class);
        this.gathering = gathering;
        this.typeIds = gathering.memory().allocateZeros(gathering.count());
    }

    ArrayNode result() {
        writeTypeIds();
        ArrayNode[] children = new ArrayNode[node.children.length];
        MemorySegment offsets = type.dense()
                ? gathering.memory().allocateZeros(Math.multiplyExact(gathering.count(), Integer.BYTES))
                : MemorySegment.NULL;
        for (int i = 0; i < children.length; i++) {
            byte id = type.typeIds().get(i).byteValue();
            children[i] = type.dense() ? denseChild(i, id, offsets) : sparseChild(i, id);
        }
        long[] addresses = {typeIds.address(), offsets.address()};
        long[] sizes = {typeIds.byteSize(), offsets.byteSize()};
        int buffers = node.shape.bufferCount();
        return new ArrayNode(
                node.shape,
                gathering.count(),
                0,
                0,
                Arrays.copyOf(addresses, buffers),
                Arrays.copyOf(sizes, buffers),
                children,
                null);
    }

    private void writeTypeIds() {
        byte ofNull = type.typeIds().isEmpty() ? 0 : type.typeIds().getFirst().byteValue();
        for (long row = 0; row < gathering.count(); row++) {
            long position = gathering.position(row);
            byte id = ofNull;
            if (position >= 0) {
                column.child(position); // that there is one
                id = column.typeId(position);
            }
            typeIds.set(ValueLayout.JAVA_BYTE, row, id);
        }
    }

    /** Only the rows of its type, one after the other. */
    private ArrayNode denseChild(int index, byte id, MemorySegment offsets) {
        ArrayNode child = node.children[index];
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment positions = scratch.allocate(gathering.count() * Long.BYTES);
            long next = 0;
            for (long row = 0; row < gathering.count(); row++) {
                if (typeIds.get(ValueLayout.JAVA_BYTE, row) == id) {
                    if (next > Integer.MAX_VALUE) {
                        throw gathering.tooBig(node);
                    }
                    offsets.set(ValueLayout.JAVA_INT_UNALIGNED, row * Integer.BYTES, (int) next);
                    positions.set(ValueLayout.JAVA_LONG, next++ * Long.BYTES, childRow(row, child));
                }
            }
            return gathering.at(positions, next).of(child);
        }
    }

    private long childRow(long row, ArrayNode child) {
        long position = gathering.position(row);
        if (position < 0) {
            return -1;
        }
        long childRow = column.childRow(position);
        if (childRow < 0 || childRow >= child.length) {
            throw outside(position, childRow, child.length);
        }
        return childRow;
    }

    /** As many rows as the union; those of other types become nulls, since anything may be there. */
    private ArrayNode sparseChild(int index, byte id) {
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment positions = scratch.allocate(gathering.count() * Long.BYTES);
            for (long row = 0; row < gathering.count(); row++) {
                boolean own = typeIds.get(ValueLayout.JAVA_BYTE, row) == id;
                positions.set(ValueLayout.JAVA_LONG, row * Long.BYTES, own ? gathering.position(row) : -1);
            }
            return gathering.at(positions, gathering.count()).of(node.children[index].slice(node.offset, node.length));
        }
    }

    private ArrowDataException outside(long row, long childRow, long length) {
        return new ArrowDataException(
                node.shape.where() + ": row " + row + " is row " + childRow + " of a child of only " + length);
    }
}
