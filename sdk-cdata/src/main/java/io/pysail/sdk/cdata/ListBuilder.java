package io.pysail.sdk.cdata;

import java.util.List;

/**
 * Builds a column of lists, regular or large, or of maps: a row's items are added to {@link #items} first, then the row
 * here.
 *
 * @since 0.1
 */
public final class ListBuilder extends ColumnBuilder {
    private final OffsetsBuffer offsets;
    private final ColumnBuilder items;
    private long end;

    ListBuilder(ArrayShape shape) {
        super(shape);
        this.offsets = new OffsetsBuffer(shape.width);
        this.items = of(shape.children[0]);
    }

    /**
     * The builder of the items; those of a map are structs of key and value.
     *
     * @return the builder
     */
    public ColumnBuilder items() {
        return items;
    }

    /**
     * How many items were added since the last row.
     *
     * @return the items that the next row will have
     */
    public long pendingItems() {
        return items.length() - end;
    }

    /**
     * Adds a row of all the items that were added since the last one.
     *
     * @throws IllegalStateException if a column that is not large would have more than 2^31 items, or items of rows that
     *     were added before are missing
     */
    public void append() {
        long next = items.length();
        if (next > offsets.limit()) {
            throw tooMany();
        }
        items.requireLength(end);
        offsets.put(end);
        end = next;
        appended();
    }

    @Override
    void appendPlaceholder() {
        offsets.put(end);
    }

    @Override
    void truncateValues(long count) {
        end = offsets.truncate(count, end);
        items.truncate(end);
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        offsets.put(end);
        end = 0;
        long[] sizes = {0, offsets.size()};
        return node(rows, nulls, new long[] {validityAddress, offsets.detach(owned)}, sizes, items.finish(owned));
    }

    @Override
    void requireChildren() {
        items.requireLength(end);
        items.requireChildren();
    }

    @Override
    long heldBytes() {
        return super.heldBytes() + offsets.capacity() + items.heldBytes();
    }

    @Override
    long filledBytes() {
        return super.filledBytes() + offsets.size() + items.filledBytes();
    }

    @Override
    void free() {
        super.free();
        offsets.free();
        items.free();
        end = 0;
    }

    private IllegalStateException tooMany() {
        return new IllegalStateException(shape.where() + " would have more than 2^31 items in one batch");
    }
}
