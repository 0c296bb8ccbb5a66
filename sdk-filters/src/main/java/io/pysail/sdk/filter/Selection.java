package io.pysail.sdk.filter;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Which rows of a batch were selected: their positions, ascending.
 *
 * {@snippet :
 * Selection selection = filter.select(view);
 * for (long i = 0; i < selection.count(); i++) {
 *     sum += ids.get(selection.row(i));
 * }
 * }
 *
 * <p>Immutable; it holds no memory of the batch.
 *
 * @since 0.1
 */
public final class Selection {
    private final long first;
    private final long count;
    private final List<Block> blocks;

    /** Up to so many rows that their positions, counted from {@code base} on, are ints. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Block(long base, long before, int[] rows) {}

    private Selection(long first, long count, List<Block> blocks) {
        this.first = first;
        this.count = count;
        this.blocks = blocks;
    }

    /** All rows from {@code first} on. */
    static Selection range(long first, long count) {
        return new Selection(first, count, List.of());
    }

    /**
     * How many rows were selected.
     *
     * @return the number
     */
    public long count() {
        return count;
    }

    /**
     * A row that was selected.
     *
     * @param index from 0
     * @return its position in the batch, greater than the one before
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long row(long index) {
        Objects.checkIndex(index, count);
        if (isContiguous()) {
            return first + index;
        }
        Block block = blocks.getFirst();
        if (index >= block.rows.length) {
            block = blockOf(index);
        }
        return block.base + block.rows[(int) (index - block.before)];
    }

    /**
     * Whether the rows follow each other without a gap: then a slice holds them.
     *
     * @return also true where there is no row
     */
    public boolean isContiguous() {
        return blocks.isEmpty();
    }

    /** Writes the positions as longs, in the order of the machine. */
    void copyTo(MemorySegment target) {
        for (Block block : blocks) {
            for (int i = 0; i < block.rows.length; i++) {
                target.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, block.before + i, block.base + block.rows[i]);
            }
        }
    }

    private Block blockOf(long index) {
        int low = 0;
        int high = blocks.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (blocks.get(middle).before <= index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return blocks.get(low);
    }

    /** How many, and between which. */
    @Override
    public String toString() {
        return count + " rows" + (count == 0 ? "" : " from " + row(0) + " to " + row(count - 1));
    }

    /** Puts blocks together. Not thread-safe. */
    static final class Builder {
        private final List<Block> blocks = new ArrayList<>();
        private long count;

        /** Copies the first rows of an array. */
        void add(long base, int[] rows, int selected) {
            if (selected > 0) {
                blocks.add(new Block(base, count, Arrays.copyOf(rows, selected)));
                count += selected;
            }
        }

        Selection build() {
            if (count == 0) {
                return range(0, 0);
            }
            Selection selection = new Selection(0, count, List.copyOf(blocks));
            long first = selection.row(0);
            return selection.row(count - 1) - first == count - 1 ? range(first, count) : selection;
        }
    }
}
