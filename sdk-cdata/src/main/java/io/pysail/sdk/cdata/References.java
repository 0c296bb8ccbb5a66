package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;

/** Which value of a dictionary each row has, or of which run it is. */
final class References {
    private final ArrayNode values;
    private final MemorySegment positions;
    private final long[] firstUse;

    private References(ArrayNode node, ArrayNode values, MemorySegment positions) {
        this.values = values;
        this.positions = positions;
        this.firstUse = Rows.unused(node, values.length);
    }

    /**
     * Those of the rows of a dictionary or of run-end encoded values.
     *
     * @param scratch has to live as long as the references
     * @throws ArrowDataException if a row that is visible leads out of the values
     */
    static References of(ArrayNode node, Rows rows, ConversionMemory scratch) {
        MemorySegment positions = scratch.allocate(node.length * Long.BYTES);
        if (node.shape.kind == ArrayShape.Kind.RUN_ENDS) {
            References references = new References(node, node.children[1], positions);
            references.followRuns(node, rows);
            return references;
        }
        References references = new References(node, Objects.requireNonNull(node.dictionary), positions);
        references.followIndices(node, rows.notNullIn(node));
        return references;
    }

    /** What the rows refer to. */
    ArrayNode values() {
        return values;
    }

    /** Which of the values matter. */
    Rows rows(Rows rows) {
        return rows.values(firstUse);
    }

    /** For each row the position of a value as a long; -1 for one that is null or not visible. */
    MemorySegment positions() {
        return positions;
    }

    private void followIndices(ArrayNode node, Rows visible) {
        DictionaryColumn column = ColumnConversion.OPENER.open(node).as(DictionaryColumn.class);
        for (long row = 0; row < node.length; row++) {
            put(node, row, visible.isVisible(row) ? column.index(row) : -1, visible);
        }
    }

    private void followRuns(ArrayNode node, Rows rows) {
        if (node.length == 0) {
            return;
        }
        long run = ColumnConversion.OPENER.open(node).as(RunEndColumn.class).run(0);
        IntegerColumn ends = ColumnConversion.OPENER.open(node.children[0]).as(IntegerColumn.class);
        for (long row = 0; row < node.length; row++) {
            while (run < ends.length() && ends.asLong(run) <= node.offset + row) {
                run++;
            }
            put(node, row, rows.isVisible(row) ? run : -1, rows);
        }
    }

    private void put(ArrayNode node, long row, long position, Rows visible) {
        if (position < 0 && !visible.isVisible(row)) {
            positions.set(ValueLayout.JAVA_LONG, row * Long.BYTES, -1);
            return;
        }
        if (position < 0 || position >= values.length) {
            throw outside(node, row, position, values.length);
        }
        positions.set(ValueLayout.JAVA_LONG, row * Long.BYTES, position);
        int value = (int) position;
        if (firstUse[value] < 0) {
            firstUse[value] = row;
        }
    }

    private static ArrowDataException outside(ArrayNode node, long row, long position, long values) {
        return new ArrowDataException(
                node.shape.where() + ": row " + row + " has value " + position + " of only " + values);
    }
}
