package io.pysail.sdk.cdata;

import java.util.List;

/**
 * Builds a column of structs: a row's values are added to each {@linkplain #child child} first, then the row here.
 *
 * @since 0.1
 */
public final class StructBuilder extends ColumnBuilder {
    private final ColumnBuilder[] children;

    StructBuilder(ArrayShape shape) {
        super(shape);
        this.children = new ColumnBuilder[shape.children.length];
        for (int i = 0; i < children.length; i++) {
            children[i] = of(shape.children[i]);
        }
    }

    /**
     * The builder of a field.
     *
     * @param index the position of the field
     * @return the builder
     */
    public ColumnBuilder child(int index) {
        return children[index];
    }

    /**
     * Adds a row of the values that were added to the children.
     *
     * @throws IllegalStateException if a child has not just one value more than there are rows
     */
    public void append() {
        append(1);
    }

    /** Adds rows, for each of which a value was added to each child. */
    void append(long rows) {
        for (ColumnBuilder child : children) {
            if (child.length() != length() + rows) {
                throw child.uneven(length() + rows);
            }
        }
        appended(rows);
    }

    @Override
    void appendPlaceholder() {
        for (ColumnBuilder child : children) {
            child.appendHidden();
        }
    }

    @Override
    void truncateValues(long count) {
        for (ColumnBuilder child : children) {
            child.truncate(count);
        }
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        ArrayNode[] finished = new ArrayNode[children.length];
        for (int i = 0; i < finished.length; i++) {
            finished[i] = children[i].finish(owned);
        }
        return node(rows, nulls, new long[] {validityAddress}, new long[1], finished);
    }

    @Override
    void requireChildren() {
        for (ColumnBuilder child : children) {
            child.requireLength(length());
            child.requireChildren();
        }
    }

    @Override
    long heldBytes() {
        long sum = super.heldBytes();
        for (ColumnBuilder child : children) {
            sum += child.heldBytes();
        }
        return sum;
    }

    @Override
    long filledBytes() {
        long sum = super.filledBytes();
        for (ColumnBuilder child : children) {
            sum += child.filledBytes();
        }
        return sum;
    }

    @Override
    void free() {
        super.free();
        for (ColumnBuilder child : children) {
            child.free();
        }
    }
}
