package io.pysail.sdk.spi.rows;

import java.util.Arrays;

/**
 * The objects of marshalled bytes that may be referred to: where each begins, in the order in which they begin.
 *
 * <p>Not thread-safe.
 */
final class MarshalReferences {
    private static final int OPEN = -1;
    private static final int MOST_KEPT = 1 << 20;

    private int[] positions = new int[64];
    private int count;

    void clear() {
        count = 0;
        if (positions.length > MOST_KEPT) {
            positions = new int[64];
        }
    }

    /** Adds an object that is complete. */
    void add(int position) {
        int number = reserve(); // which may put another array in place
        positions[number] = position;
    }

    /** Adds an object that is not complete; its number. */
    int reserve() {
        if (count == positions.length) {
            positions = Arrays.copyOf(positions, count * 2);
        }
        positions[count] = OPEN;
        return count++;
    }

    /** Completes an object that was reserved. */
    void complete(int number, int position) {
        positions[number] = position;
    }

    /**
     * Where an object begins.
     *
     * @param at where it is referred to, for the message
     * @throws RowDataException if there is no such object, or it is what the reference is in
     */
    int position(int number, int at) {
        if (number < 0 || number >= count || positions[number] == OPEN) {
            throw invalid(number, at);
        }
        return positions[number];
    }

    private RowDataException invalid(int number, int at) {
        return new RowDataException("byte " + at + " of the rows refers to object " + number
                + ", which is not one of the " + count + " that are complete or begun");
    }
}
