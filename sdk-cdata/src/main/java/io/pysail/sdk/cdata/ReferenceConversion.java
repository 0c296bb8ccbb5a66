package io.pysail.sdk.cdata;

/** Brings the values of a dictionary or of runs to another type; what refers to them stays. */
final class ReferenceConversion extends ColumnConversion {
    private final ColumnConversion values;

    ReferenceConversion(ArrayShape to, ColumnConversion values) {
        super(to);
        this.values = values;
    }

    @Override
    boolean isRelabelling() {
        return values.isRelabelling();
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        boolean runs = node.shape.kind == ArrayShape.Kind.RUN_ENDS;
        ArrayNode converted;
        if (isRelabelling()) {
            converted = values.convert(runs ? node.children[1] : dictionary(node), Rows.ALL, memory);
        } else {
            try (ConversionMemory scratch = new ConversionMemory()) {
                References references = References.of(node, rows, scratch);
                converted = values.convert(references.values(), references.rows(rows), memory);
            }
        }
        if (!runs) {
            return node.relabelled(to, NO_CHILDREN, converted);
        }
        ArrayNode ends = node.children[0].relabelled(to.children[0], NO_CHILDREN, null);
        return node.relabelled(to, new ArrayNode[] {ends, converted}, null);
    }

    private static ArrayNode dictionary(ArrayNode node) {
        return java.util.Objects.requireNonNull(node.dictionary);
    }
}
