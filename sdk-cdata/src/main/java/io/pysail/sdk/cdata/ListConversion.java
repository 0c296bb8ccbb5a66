package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/**
 * Brings lists or maps whose items follow one another to such lists or maps: the items stay in their order.
 *
 * <p>Not to lists of a fixed size from others: there the items of null rows must be made.
 */
final class ListConversion extends ColumnConversion {
    private final ColumnConversion items;
    private final boolean sameForm;

    ListConversion(ArrayShape from, ArrayShape to, ColumnConversion items) {
        super(to);
        this.items = items;
        this.sameForm = from.kind == to.kind && from.width == to.width;
    }

    @Override
    boolean isRelabelling() {
        return sameForm && items.isRelabelling();
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        if (isRelabelling()) {
            return node.relabelled(to, new ArrayNode[] {items.convert(node.children[0], Rows.ALL, memory)}, null);
        }
        ItemRanges ranges = ItemRanges.of(node);
        ArrayNode[] converted = {
            items.convert(ranges.items(), rows.notNullIn(node).items(ranges::rowOf), memory)
        };
        if (to.kind == ArrayShape.Kind.FIXED_LIST) {
            return memory.withNullsOf(node, to, converted);
        }
        if (sameForm && ranges.first() == 0) {
            return node.relabelled(to, converted, null);
        }
        return memory.withNullsOf(node, to, converted, offsets(node, ranges, memory));
    }

    private MemorySegment offsets(ArrayNode node, ItemRanges ranges, ConversionMemory memory) {
        if (node.shape.kind == ArrayShape.Kind.LIST) {
            return Offsets.of(node).rebased(node, to.width, this, memory).memory();
        }
        Offsets offsets = Offsets.allocate(node.length, to.width, memory);
        for (long row = 0; row < node.length; row++) {
            long end = ranges.end(row) - ranges.first();
            if (!offsets.canHold(end)) {
                throw tooBig(node);
            }
            offsets.set(row + 1, end);
        }
        return offsets.memory();
    }
}
