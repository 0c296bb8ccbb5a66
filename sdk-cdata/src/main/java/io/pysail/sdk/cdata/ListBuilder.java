package io.pysail.sdk.cdata;

import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * Builds a column of lists or maps: a row's items are added to {@link #items} first, then the row here.
 *
 * @since 0.1
 */
public final class ListBuilder extends ColumnBuilder {
    private final GrowingBuffer offsets = new GrowingBuffer();
    private final ColumnBuilder items;
    private long end;

    ListBuilder(ArrayShape shape) {
        super(shape);
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
     * Adds a row of all the items that were added since the last one.
     *
     * @throws IllegalStateException if there are more than 2^31 items
     */
    public void append() {
        long next = items.length();
        if (next > Integer.MAX_VALUE) {
            throw tooMany();
        }
        putOffset();
        end = next;
        appended();
    }

    private void putOffset() {
        long at = offsets.take(Integer.BYTES);
        offsets.memory().set(ValueLayout.JAVA_INT, at, (int) end);
    }

    @Override
    void appendPlaceholder() {
        putOffset();
    }

    @Override
    ArrayNode finish(long rows, long nulls, long validityAddress, List<Long> owned) {
        putOffset();
        end = 0;
        long[] sizes = {0, offsets.size()};
        return node(rows, nulls, new long[] {validityAddress, offsets.detach(owned)}, sizes, items.finish(owned));
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
