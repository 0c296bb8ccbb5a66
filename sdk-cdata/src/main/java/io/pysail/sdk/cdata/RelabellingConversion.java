package io.pysail.sdk.cdata;

/** Gives memory that is right as it is another name or meaning: another time zone, other metadata. */
final class RelabellingConversion extends ColumnConversion {
    private final ColumnConversion[] children;

    /** @param children relabel too */
    RelabellingConversion(ArrayShape to, ColumnConversion... children) {
        super(to);
        this.children = children;
    }

    @Override
    boolean isRelabelling() {
        return true;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        ArrayNode[] converted = new ArrayNode[children.length];
        for (int i = 0; i < children.length; i++) {
            converted[i] = children[i].convert(node.children[i], Rows.ALL, memory);
        }
        return node.relabelled(to, converted, node.dictionary);
    }
}
