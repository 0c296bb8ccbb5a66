package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;

/** Brings bytes, wherever they are stored, to bytes of which each row has as many. */
final class FixedBytesConversion extends ColumnConversion {
    FixedBytesConversion(ArrayShape to) {
        super(to);
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        BytesColumn column = OPENER.open(node).as(BytesColumn.class);
        Rows visible = rows.notNullIn(node);
        MemorySegment result = memory.allocateZeros(Math.multiplyExact(node.length, to.width));
        for (long row = 0; row < node.length; row++) {
            if (visible.isVisible(row)) {
                MemorySegment bytes = column.segment(row);
                if (bytes.byteSize() != to.width) {
                    throw doesNotFit(node, row, rows);
                }
                MemorySegment.copy(bytes, 0, result, row * to.width, to.width);
            }
        }
        return memory.withNullsOf(node, to, NO_CHILDREN, result);
    }
}
