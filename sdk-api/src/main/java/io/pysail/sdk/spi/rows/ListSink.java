package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.ListBuilder;

/**
 * Takes lists, and maps as lists of pairs: the items go to {@link #items} first, then the list ends.
 *
 * <p>If an item is refused, {@code truncate(length())} takes those before it back.
 *
 * @since 0.1
 */
public final class ListSink extends CellSink {
    private final ListBuilder lists;
    private final CellSink items;
    private final long itemFootprint;

    ListSink(ArrowField field, ListBuilder lists) {
        super(field, lists);
        this.lists = lists;
        this.items = CellSinks.item(field.type(), lists.items());
        this.itemFootprint = Footprint.of(items.field().type());
    }

    long itemFootprint() {
        return itemFootprint;
    }

    /**
     * Where the items go; those of a map are structs of key and value.
     *
     * @return the sink
     */
    public CellSink items() {
        return items;
    }

    /**
     * Takes a list of the items that went to {@link #items} since the last one.
     *
     * @param count how many they are
     * @return true
     * @throws IllegalStateException if they are not so many, or a column that is not large would have more than 2^31 items
     */
    public boolean endList(long count) {
        if (lists.pendingItems() != count) {
            throw wrongCount(lists.pendingItems(), count);
        }
        lists.append();
        return true;
    }

    static IllegalStateException wrongCount(long pending, long count) {
        return new IllegalStateException("a list of " + count + " items ends, but " + pending + " were added for it");
    }
}
