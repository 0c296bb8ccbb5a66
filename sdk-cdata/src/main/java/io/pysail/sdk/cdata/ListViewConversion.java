package io.pysail.sdk.cdata;

/** Brings the items of list views to another type; the views stay. */
final class ListViewConversion extends ColumnConversion {
    private final ColumnConversion items;

    ListViewConversion(ArrayShape to, ColumnConversion items) {
        super(to);
        this.items = items;
    }

    @Override
    boolean isRelabelling() {
        return items.isRelabelling();
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        ArrayNode all = node.children[0];
        Rows used = rows;
        if (!isRelabelling()) {
            // The views count from the first item on, used or not.
            ItemUses uses = ItemUses.of(node, rows.notNullIn(node));
            all = all.slice(0, uses.first() + uses.items().length);
            used = uses.fromZero(rows);
        }
        return node.relabelled(to, new ArrayNode[] {items.convert(all, used, memory)}, null);
    }
}
