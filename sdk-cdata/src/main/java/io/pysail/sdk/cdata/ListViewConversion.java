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
        // All of them, also those that only a null row leads to: the views count from the first one on.
        Rows used = isRelabelling()
                ? Rows.ALL
                : ItemUses.of(node, rows.notNullIn(node)).rowsOfAll(rows);
        return node.relabelled(to, new ArrayNode[] {items.convert(node.children[0], used, memory)}, null);
    }
}
