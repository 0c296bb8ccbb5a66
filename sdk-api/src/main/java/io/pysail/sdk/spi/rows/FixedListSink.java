package io.pysail.sdk.spi.rows;

import io.pysail.sdk.cdata.ArrowField;
import io.pysail.sdk.cdata.FixedListBuilder;

/**
 * Takes lists that have as many items each: the items go to {@link #items} first, then the list ends.
 *
 * <p>If an item is refused, {@code truncate(length())} takes those before it back.
 *
 * @since 0.1
 */
public final class FixedListSink extends CellSink {
    private final FixedListBuilder lists;
    private final CellSink items;

    FixedListSink(ArrowField field, FixedListBuilder lists) {
        super(field, lists);
        this.lists = lists;
        this.items = CellSinks.item(field.type(), lists.items());
    }

    /**
     * Where the items go.
     *
     * @return the sink
     */
    public CellSink items() {
        return items;
    }

    /**
     * How many items a list has.
     *
     * @return the size that the type says
     */
    public int size() {
        return lists.size();
    }

    /**
     * Takes a list of the items that went to {@link #items} since the last one.
     *
     * @param count how many they are
     * @return false if a list of this column has not so many; the items are taken back then
     * @throws IllegalStateException if they are not so many
     */
    public boolean endList(long count) {
        if (lists.pendingItems() != count) {
            throw ListSink.wrongCount(lists.pendingItems(), count);
        }
        if (count != lists.size()) {
            truncate(length());
            return false;
        }
        lists.append();
        return true;
    }
}
