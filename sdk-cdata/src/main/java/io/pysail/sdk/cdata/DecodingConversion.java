package io.pysail.sdk.cdata;

/** Writes out the values of a dictionary or of runs, each of which is converted once. */
final class DecodingConversion extends ColumnConversion {
    private final ColumnConversion values;

    /** @param values to a type that can be {@linkplain Gathering#isPossible gathered} */
    DecodingConversion(ArrayShape to, ColumnConversion values) {
        super(to);
        this.values = values;
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        try (ConversionMemory scratch = new ConversionMemory()) {
            References references = References.of(node, rows, scratch);
            ArrayNode converted = values.convert(references.values(), references.rows(rows), memory);
            return new Gathering(this::tooBig, references.positions(), node.length, memory).of(converted);
        }
    }
}
