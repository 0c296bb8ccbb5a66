package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Gathers rows of lists whose items follow each other, and with them their items. */
final class ListGathering {
    private final ArrayNode node;
    private final Gathering gathering;

    ListGathering(ArrayNode node, Gathering gathering) {
        this.node = node;
        this.gathering = gathering;
    }

    /** Of any length. */
    ArrayNode lists() {
        Offsets old = Offsets.of(node);
        Offsets offsets = gathering.newOffsets(node, old, node.children[0].length);
        long items = offsets.get(gathering.count());
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment positions = scratch.allocate(Math.multiplyExact(items, Long.BYTES));
            long next = 0;
            for (long row = 0; row < gathering.count(); row++) {
                long size = offsets.get(row + 1) - offsets.get(row);
                long first = size == 0 ? 0 : old.get(gathering.position(row));
                for (long i = 0; i < size; i++) {
                    positions.set(ValueLayout.JAVA_LONG, next++ * Long.BYTES, first + i);
                }
            }
            return gathering.result(node, items(positions, items), offsets.memory());
        }
    }

    /** Of a fixed length: those of null rows become nulls. */
    ArrayNode fixedLists() {
        Rows present = Rows.ALL.notNullIn(node);
        long size = node.shape.width;
        long items = Math.multiplyExact(gathering.count(), size);
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment positions = scratch.allocate(Math.multiplyExact(items, Long.BYTES));
            for (long row = 0; row < gathering.count(); row++) {
                long position = gathering.visible(row, present);
                for (long i = 0; i < size; i++) {
                    positions.set(
                            ValueLayout.JAVA_LONG,
                            (row * size + i) * Long.BYTES,
                            position < 0 ? -1 : (node.offset + position) * size + i);
                }
            }
            return gathering.result(node, items(positions, items));
        }
    }

    private ArrayNode[] items(MemorySegment positions, long count) {
        return new ArrayNode[] {gathering.at(positions, count).of(node.children[0])};
    }
}
