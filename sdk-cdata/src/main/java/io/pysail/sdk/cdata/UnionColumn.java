package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column of unions: each row is a row of one of the children.
 *
 * @since 0.1
 */
public final class UnionColumn extends Column {
    private final Column[] children;
    private final int[] childOfTypeId = new int[128];
    private final MemorySegment typeIds;
    private final @Nullable MemorySegment offsets;

    UnionColumn(ColumnOpener opener, ArrayNode node, long from, long length, ArrowType.Union type) {
        super(opener, node, from, length);
        this.typeIds = values(opener, node, 0, from, length, 1);
        this.offsets = type.dense() ? values(opener, node, 1, from, length, Integer.BYTES) : null;
        this.children = new Column[node.children.length];
        Arrays.fill(childOfTypeId, -1);
        for (int i = 0; i < children.length; i++) {
            children[i] = type.dense() ? opener.open(node.children[i]) : opener.open(node.children[i], start, length);
            childOfTypeId[type.typeIds().get(i)] = i;
        }
    }

    /**
     * The number that stands for the type of a row.
     *
     * @param row from 0
     * @return the type id
     */
    public byte typeId(long row) {
        return typeIds.get(ValueLayout.JAVA_BYTE, row);
    }

    /**
     * The column that holds the value of a row.
     *
     * @param row from 0
     * @return the child of the row's type
     * @throws ArrowDataException if no child has the type id
     */
    public Column child(long row) {
        byte id = typeId(row);
        if (id < 0 || childOfTypeId[id] < 0) {
            throw unknownTypeId(row, id);
        }
        return children[childOfTypeId[id]];
    }

    /**
     * Where in {@link #child} the value of a row is.
     *
     * @param row from 0
     * @return a row of the child
     */
    public long childRow(long row) {
        Objects.checkIndex(row, length());
        return offsets == null ? row : offsets.get(ValueLayout.JAVA_INT_UNALIGNED, row * Integer.BYTES);
    }

    @Override
    public boolean isNull(long row) {
        return child(row).isNull(childRow(row));
    }

    @Override
    public long nullCount() {
        return NullCounting.rowByRow(this);
    }

    @Override
    public boolean hasNoNulls() {
        return Arrays.stream(children).allMatch(Column::hasNoNulls);
    }

    @Override
    @Nullable
    Object value(long row) {
        return child(row).toJava(childRow(row));
    }

    private ArrowDataException unknownTypeId(long row, byte id) {
        return new ArrowDataException(
                node().shape.where() + ": row " + row + " has the type id " + id + ", which no child has");
    }
}
