package io.pysail.sdk.cdata;

import java.util.List;

/**
 * Builds a column of lists, in each row as long: a row's items are added to {@link #items} first, then the row here.
 *
 * @since 0.1
 */
public final class FixedListBuilder extends ColumnBuilder {
    private final ColumnBuilder items;

    FixedListBuilder(ArrayShape shape) {
        super(shape);
        this.items = of(shape.children[0]);
    }

    /**
     * The builder of the items.
     *
     * @return the builder
     */
    public ColumnBuilder items() {
        return items;
    }

    /**
     * How many items a row has.
     *
     * @return the size that the type says
     */
    public int size() {
        return shape.width;
    }

    /**
     * How many items were added since the last row.
     *
     * @return the items that the next row would have
     */
    public long pendingItems() {
        return items.length() - length() * shape.width;
    }

    /**
     * Adds a row of the items that were added since the last one.
     *
     * @throws IllegalStateException if they are not as many as a row has
     */
    public void append() {
        long expected = (length() + 1) * shape.width;
        if (items.length() != expected) {
            throw items.uneven(expected);
        }
        appended();
    }

    @Override
    void appendPlaceholder() {
        for (int i = 0; i < shape.width; i++) {
            items.appendHidden();
        }
    }

    @Override
    void truncateValues(long count) {
        items.truncate(count * shape.width);
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        return node(rows, nulls, new long[] {validityAddress}, new long[1], items.finish(owned));
    }

    @Override
    void requireChildren() {
        items.requireLength(length() * shape.width);
        items.requireChildren();
    }

    @Override
    long heldBytes() {
        return super.heldBytes() + items.heldBytes();
    }

    @Override
    long filledBytes() {
        return super.filledBytes() + items.filledBytes();
    }

    @Override
    void free() {
        super.free();
        items.free();
    }
}
