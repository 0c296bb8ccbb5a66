package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Brings lists to others whose items follow one another in another way: views to offsets, and all to a fixed size. */
final class GatheredListConversion extends ColumnConversion {
    private final ColumnConversion items;
    private final boolean fixed;

    /** @param items of a type that can be {@linkplain Gathering#isPossible gathered} */
    GatheredListConversion(ArrayShape to, ColumnConversion items) {
        super(to);
        this.items = items;
        this.fixed = to.kind == ArrayShape.Kind.FIXED_LIST;
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        ListColumn lists = OPENER.open(node).as(ListColumn.class);
        Rows visible = rows.notNullIn(node);
        long count = fixed ? countFixed(node, lists, visible, rows) : countAll(node, lists, visible);
        ItemUses uses = ItemUses.of(node, visible);
        ArrayNode converted = items.convert(uses.items(), uses.rows(rows), memory);
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment positions = positions(node, lists, visible, count, uses.first(), scratch);
            ArrayNode[] gathered = {new Gathering(this::tooBig, positions, count, memory).of(converted)};
            return fixed
                    ? memory.withNullsOf(node, to, gathered)
                    : memory.withNullsOf(node, to, gathered, offsets(node, lists, visible, memory));
        }
    }

    private long countFixed(ArrayNode node, ListColumn lists, Rows visible, Rows rows) {
        for (long row = 0; row < node.length; row++) {
            if (visible.isVisible(row) && lists.end(row) - lists.start(row) != to.width) {
                throw doesNotFit(node, row, rows);
            }
        }
        return Math.multiplyExact(node.length, to.width);
    }

    private static long countAll(ArrayNode node, ListColumn lists, Rows visible) {
        long count = 0;
        for (long row = 0; row < node.length; row++) {
            count += visible.isVisible(row) ? lists.end(row) - lists.start(row) : 0;
        }
        return count;
    }

    /** The item that each item of the result is; -1 for those of null rows, which only a fixed size has. */
    private MemorySegment positions(
            ArrayNode node, ListColumn lists, Rows visible, long count, long first, ConversionMemory scratch) {
        MemorySegment positions = scratch.allocate(count * Long.BYTES);
        long next = 0;
        for (long row = 0; row < node.length; row++) {
            boolean isVisible = visible.isVisible(row);
            long size = fixed ? to.width : isVisible ? lists.end(row) - lists.start(row) : 0;
            long begin = isVisible ? lists.start(row) - first : -1;
            for (long i = 0; i < size; i++) {
                positions.set(ValueLayout.JAVA_LONG, next++ * Long.BYTES, isVisible ? begin + i : -1);
            }
        }
        return positions;
    }

    private MemorySegment offsets(ArrayNode node, ListColumn lists, Rows visible, ConversionMemory memory) {
        Offsets offsets = Offsets.allocate(node.length, to.width, memory);
        long end = 0;
        for (long row = 0; row < node.length; row++) {
            end += visible.isVisible(row) ? lists.end(row) - lists.start(row) : 0;
            if (!offsets.canHold(end)) {
                throw tooBig(node);
            }
            offsets.set(row + 1, end);
        }
        return offsets.memory();
    }
}
