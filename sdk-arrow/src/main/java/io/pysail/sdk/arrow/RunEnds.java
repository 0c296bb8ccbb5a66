package io.pysail.sdk.arrow;

import io.pysail.sdk.cdata.ArrayLayout;
import org.apache.arrow.memory.ArrowBuf;

/**
 * The runs that some rows in the middle of an array touch.
 *
 * @param first the first of the runs
 * @param count how many there are
 * @param ends where they end, counted from the first row
 */
record RunEnds(long first, int count, ArrowBuf ends) {
    /**
     * The runs of some rows.
     *
     * @param ends the ends of all runs, of which the last is not before the last row
     * @param width of an end in bytes
     */
    static RunEnds within(ArrayLayout ends, int width, long start, long length, BatchBuffers buffers) {
        if (length == 0) {
            return new RunEnds(0, 0, buffers.allocate(0));
        }
        ArrowBuf all = buffers.part(ends.buffers().get(1), ends.offset() * width, ends.length() * width);
        long first = firstAfter(all, width, 0, ends.length() - 1, start);
        long last = firstAfter(all, width, first, ends.length() - 1, start + length - 1);
        int count = Math.toIntExact(last - first + 1);
        ArrowBuf own = buffers.allocate((long) count * width);
        for (int i = 0; i < count; i++) {
            long end = get(all, width, first + i) - start;
            set(own, width, i, Math.min(end, length));
        }
        return new RunEnds(first, count, own);
    }

    /** The first run of a range that ends after a row; the last of the range if all seem to end before. */
    private static long firstAfter(ArrowBuf ends, int width, long from, long to, long row) {
        long low = from;
        long high = to;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (get(ends, width, middle) > row) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private static long get(ArrowBuf ends, int width, long index) {
        return switch (width) {
            case Short.BYTES -> ends.getShort(index * width);
            case Integer.BYTES -> ends.getInt(index * width);
            default -> ends.getLong(index * width);
        };
    }

    private static void set(ArrowBuf ends, int width, long index, long end) {
        switch (width) {
            case Short.BYTES -> ends.setShort(index * width, (int) end);
            case Integer.BYTES -> ends.setInt(index * width, (int) end);
            default -> ends.setLong(index * width, end);
        }
    }
}
