package io.pysail.sdk.filter;

/** A set of 64-bit integers, without a box for each. Immutable once it is made. */
final class LongSet {
    private final long[] table;
    private final int shift;
    private final boolean hasZero;

    LongSet(long... values) {
        int bits = Math.max(2, 33 - Integer.numberOfLeadingZeros(Math.max(1, values.length)));
        this.table = new long[1 << bits]; // at least twice the values, so that there is always a gap
        this.shift = Long.SIZE - bits;
        boolean zero = false;
        for (long value : values) {
            if (value == 0) {
                zero = true; // a gap is written so
            } else {
                table[slot(value)] = value;
            }
        }
        this.hasZero = zero;
    }

    boolean contains(long value) {
        return value == 0 ? hasZero : table[slot(value)] == value;
    }

    /** Where the value is, or the gap where it would be. */
    private int slot(long value) {
        int slot = (int) ((value * 0x9E37_79B9_7F4A_7C15L) >>> shift);
        while (table[slot] != 0 && table[slot] != value) {
            slot = (slot + 1) & (table.length - 1);
        }
        return slot;
    }
}
