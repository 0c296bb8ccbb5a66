package io.pysail.sdk.cdata;

import java.util.Arrays;

/** Makes nulls of another type from a column that has nothing but nulls. */
final class AllNullConversion extends ColumnConversion {
    /** @param to can be {@linkplain Gathering#isPossible gathered} */
    AllNullConversion(ArrayShape to) {
        super(to);
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        try (ConversionMemory scratch = new ConversionMemory()) {
            var nowhere = scratch.allocate(node.length * Long.BYTES).fill((byte) -1);
            return new Gathering(this::tooBig, nowhere, node.length, memory).of(empty(to));
        }
    }

    private static ArrayNode empty(ArrayShape shape) {
        ArrayNode[] children =
                Arrays.stream(shape.children).map(AllNullConversion::empty).toArray(ArrayNode[]::new);
        ArrayNode dictionary = shape.dictionary == null ? null : empty(shape.dictionary);
        int buffers = shape.bufferCount();
        return new ArrayNode(shape, 0, 0, 0, new long[buffers], new long[buffers], children, dictionary);
    }
}
