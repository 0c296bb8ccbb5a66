package io.pysail.sdk.cpython.internal.rows;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import io.pysail.sdk.spi.rows.CellSink;
import java.lang.foreign.MemorySegment;

/**
 * Reads objects by their addresses, without a call, and writes into those that nobody else knows yet.
 *
 * <p>Only where {@link LayoutProbe} has found the layout of this interpreter.
 */
final class ObjectMemory implements PythonObjects {
    /** All addresses there are. */
    static final MemorySegment ALL = all();

    private static final long TYPE = 8;
    private static final long SIZE = 16;
    private static final long DIGITS = 24;
    private static final long FLOAT_VALUE = 16;
    private static final long TEXT_STATE = 32;
    private static final long BYTES_DATA = 32;

    /** Bits in a digit of an {@code int}. */
    private static final int DIGIT_BITS = 30;

    private final boolean tagged;
    private final long textData;
    private final int asciiBits;
    private final long listItems;
    private final long tupleItems;
    private boolean tooBig;

    ObjectMemory(ObjectLayout layout) {
        this.tagged = layout.integers() == ObjectLayout.Integers.TAG;
        this.textData = layout.textData();
        this.asciiBits = layout.asciiBits();
        this.listItems = layout.listItems();
        this.tupleItems = layout.tupleItems();
    }

    private static MemorySegment all() {
        // SAFETY: gives no access by itself: each use is of what a live object is known to have at that place.
        @SuppressWarnings("restricted")
        MemorySegment all = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
        return all;
    }

    @Override
    public long typeOf(long object) {
        return word(object + TYPE);
    }

    @Override
    public long tupleSize(long tuple) {
        return word(tuple + SIZE);
    }

    @Override
    public long tupleItem(long tuple, long index) {
        return word(tuple + tupleItems + index * Long.BYTES);
    }

    @Override
    public long listSize(long list) {
        return word(list + SIZE);
    }

    @Override
    public long listItem(long list, long index) {
        return word(word(list + listItems) + index * Long.BYTES);
    }

    /** Where a list keeps its items. */
    long listItems(long list) {
        return word(list + listItems);
    }

    /** Says that a list has fewer items: those behind are somebody else's now. */
    void listSize(long list, long size) {
        word(list + SIZE, size);
    }

    /** Puts an item where a tuple has none yet; the reference becomes the tuple's. */
    void tupleItem(long tuple, long index, long item) {
        word(tuple + tupleItems + index * Long.BYTES, item);
    }

    /** Has a tuple that was just allocated start as another one did: that its hash is not known, where it keeps one. */
    void copyTupleHeader(long from, long to) {
        for (long at = SIZE + Long.BYTES; at < tupleItems; at += Long.BYTES) {
            word(to + at, word(from + at));
        }
    }

    @Override
    public long integer(long object) {
        long header = word(object + SIZE);
        long digits = tagged ? header >>> 3 : Math.abs(header);
        boolean negative = tagged ? (header & 3) == 2 : header < 0;
        tooBig = false;
        // An int of no digits is zero, though newer ones keep a digit of 0.
        if (digits <= 1) {
            long value = digits == 0 ? 0 : digit(object, 0);
            return negative ? -value : value;
        }
        long value = digit(object, 0) | (digit(object, 1) << DIGIT_BITS);
        if (digits > 2) {
            value = withThirdDigit(object, digits, negative, value);
        }
        return negative ? -value : value;
    }

    /** The magnitude; of the lowest long it is that long itself, whose negation is the same. */
    private long withThirdDigit(long object, long digits, boolean negative, long low) {
        long third = digit(object, 2);
        long value = low | (third << (2 * DIGIT_BITS));
        boolean fits = third < 8 || (third == 8 && low == 0 && negative);
        tooBig = digits > 3 || !fits;
        return value;
    }

    private static long digit(long object, int index) {
        return Integer.toUnsignedLong(ALL.get(JAVA_INT_UNALIGNED, object + DIGITS + (long) index * Integer.BYTES));
    }

    @Override
    public boolean tooBig() {
        return tooBig;
    }

    @Override
    public double floating(long object) {
        return ALL.get(JAVA_DOUBLE_UNALIGNED, object + FLOAT_VALUE);
    }

    @Override
    public boolean text(long object, CellSink sink) {
        return isAscii(object)
                ? sink.acceptText(ALL, object + textData, word(object + SIZE), true)
                : ObjectCalls.textByCall(object, sink);
    }

    /** The characters of a text that is ASCII. */
    MemorySegment ascii(long object) {
        return ALL.asSlice(object + textData, word(object + SIZE));
    }

    boolean isAscii(long object) {
        return (ALL.get(JAVA_INT_UNALIGNED, object + TEXT_STATE) & asciiBits) == asciiBits;
    }

    @Override
    public boolean bytes(long object, CellSink sink) {
        return sink.acceptBytes(ALL, bytesData(object), bytesSize(object));
    }

    long bytesData(long object) {
        return object + BYTES_DATA;
    }

    long bytesSize(long object) {
        return word(object + SIZE);
    }

    static long word(long address) {
        return ALL.get(JAVA_LONG_UNALIGNED, address);
    }

    static void word(long address, long value) {
        ALL.set(JAVA_LONG_UNALIGNED, address, value);
    }

    /** Takes back what some words refer to, so that nobody lets go of that. */
    static void clear(long address, long count) {
        ALL.asSlice(address, count * Long.BYTES).fill((byte) 0);
    }
}
