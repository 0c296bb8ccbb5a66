package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Gathers rows of a run-end encoded array: rows of one run that follow each other become a run again. */
final class RunGathering {
    private static final int MOST_SHORT = Short.MAX_VALUE;

    private final ArrayNode node;
    private final ArrayNode ends;
    private final Gathering gathering;

    RunGathering(ArrayNode node, Gathering gathering) {
        this.node = node;
        this.ends = node.children[0];
        this.gathering = gathering;
    }

    ArrayNode result() {
        try (ConversionMemory scratch = new ConversionMemory()) {
            MemorySegment runs = scratch.allocate(gathering.count() * Long.BYTES);
            MemorySegment newEnds = scratch.allocate(gathering.count() * Long.BYTES);
            long count = find(runs, newEnds);
            ArrayNode values = gathering.at(runs, count).of(node.children[1]);
            MemorySegment memory = gathering.memory().allocate(count * ends.shape.width);
            for (long run = 0; run < count; run++) {
                put(memory, run, newEnds.get(ValueLayout.JAVA_LONG, run * Long.BYTES));
            }
            ArrayNode gatheredEnds = new ArrayNode(
                    ends.shape,
                    count,
                    0,
                    0,
                    new long[] {0, memory.address()},
                    new long[] {0, memory.byteSize()},
                    ends.children,
                    null);
            return new ArrayNode(
                    node.shape,
                    gathering.count(),
                    0,
                    0,
                    node.buffers,
                    node.sizes,
                    new ArrayNode[] {gatheredEnds, values},
                    null);
        }
    }

    /** Writes for each run of the result which one it was, -1 for null, and where it ends. */
    private long find(MemorySegment runs, MemorySegment newEnds) {
        RunEndColumn column = ColumnConversion.OPENER.open(node).as(RunEndColumn.class);
        long count = 0;
        long last = -2;
        for (long row = 0; row < gathering.count(); row++) {
            long position = gathering.position(row);
            long run = position < 0 ? -1 : column.run(position);
            if (run >= node.children[1].length) {
                throw outside(position, run, node.children[1].length);
            }
            if (run != last) {
                runs.set(ValueLayout.JAVA_LONG, count++ * Long.BYTES, run);
                last = run;
            }
            newEnds.set(ValueLayout.JAVA_LONG, (count - 1) * Long.BYTES, row + 1);
        }
        return count;
    }

    private void put(MemorySegment memory, long run, long end) {
        switch (ends.shape.width) {
            case Short.BYTES -> {
                requireAtMost(end, MOST_SHORT);
                memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, run * Short.BYTES, (short) end);
            }
            case Integer.BYTES -> {
                requireAtMost(end, Integer.MAX_VALUE);
                memory.set(ValueLayout.JAVA_INT_UNALIGNED, run * Integer.BYTES, (int) end);
            }
            default -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, run * Long.BYTES, end);
        }
    }

    private void requireAtMost(long end, long most) {
        if (end > most) {
            throw gathering.tooBig(node);
        }
    }

    private ArrowDataException outside(long row, long run, long values) {
        return new ArrowDataException(node.shape.where() + ": row " + row + " has value " + run + " of only " + values);
    }
}
