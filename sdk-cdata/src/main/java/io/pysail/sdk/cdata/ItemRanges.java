package io.pysail.sdk.cdata;

import java.util.Objects;

/** Where the items of lists are that follow one another. Used only while the memory is held. */
final class ItemRanges {
    private final ArrayNode node;
    private final ListColumn column;
    private final long first;
    private final long last;

    private ItemRanges(ArrayNode node, ListColumn column) {
        this.node = node;
        this.column = column;
        this.first = node.length == 0 ? 0 : column.start(0);
        this.last = node.length == 0 ? 0 : column.end(node.length - 1);
        if (first < 0 || last < first || last > node.children[0].length) {
            throw outside(node, first, last);
        }
    }

    /** Of an array of lists, no views. */
    static ItemRanges of(ArrayNode node) {
        return new ItemRanges(node, ColumnConversion.OPENER.open(node).as(ListColumn.class));
    }

    /** Where the items of the first row begin. */
    long first() {
        return first;
    }

    long end(long row) {
        return column.end(row);
    }

    /** The items of all rows. */
    ArrayNode items() {
        return node.children[0].slice(first, last - first);
    }

    /** The row that an item of {@link #items} is in. */
    long rowOf(long item) {
        Objects.checkIndex(item, last - first);
        long low = 0;
        long high = node.length - 1;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (column.end(middle) <= first + item) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static ArrowDataException outside(ArrayNode node, long first, long last) {
        return new ArrowDataException(node.shape.where() + ": the offsets lead from " + first + " to " + last + ", of "
                + node.children[0].length + " items");
    }
}
