package io.pysail.sdk.cdata;

import java.util.Arrays;

/** Which items lists lead to that may do so in any order, several to one, or none. */
final class ItemUses {
    private final ArrayNode node;
    private final long first;
    private final long[] firstUse;

    private ItemUses(ArrayNode node, long first, long[] firstUse) {
        this.node = node;
        this.first = first;
        this.firstUse = firstUse;
    }

    /**
     * Those of some rows of an array of lists.
     *
     * @throws ArrowDataException if a row leads out of the items
     */
    static ItemUses of(ArrayNode node, Rows visible) {
        ListColumn column = ColumnConversion.OPENER.open(node).as(ListColumn.class);
        long first = Long.MAX_VALUE;
        long last = 0;
        for (long row = 0; row < node.length; row++) {
            if (visible.isVisible(row)) {
                long begin = column.start(row);
                long end = column.end(row);
                if (begin < 0 || end < begin || end > node.children[0].length) {
                    throw outside(node, row, begin, end);
                }
                if (begin < end) {
                    first = Math.min(first, begin);
                    last = Math.max(last, end);
                }
            }
        }
        first = Math.min(first, last);
        long[] firstUse = Rows.unused(node, last - first);
        for (long row = node.length - 1; row >= 0; row--) {
            if (visible.isVisible(row) && column.start(row) < column.end(row)) {
                Arrays.fill(firstUse, (int) (column.start(row) - first), (int) (column.end(row) - first), row);
            }
        }
        return new ItemUses(node, first, firstUse);
    }

    /** The first item that is used. */
    long first() {
        return first;
    }

    /** The items from the first to the last one that is used. */
    ArrayNode items() {
        return node.children[0].slice(first, firstUse.length);
    }

    /** The rows of {@link #items}. */
    Rows rows(Rows rows) {
        return rows.values(firstUse);
    }

    /** The rows of all items, before and behind {@link #items} too. */
    Rows rowsOfAll(Rows rows) {
        Rows used = rows(rows);
        return new Rows() {
            @Override
            public boolean isVisible(long item) {
                return item >= first && item - first < firstUse.length && used.isVisible(item - first);
            }

            @Override
            public long inBatch(long item) {
                return used.inBatch(item - first);
            }
        };
    }

    private static ArrowDataException outside(ArrayNode node, long row, long begin, long end) {
        return new ArrowDataException(node.shape.where() + ": row " + row + " has the items from " + begin + " to "
                + end + ", of " + node.children[0].length);
    }
}
