package io.pysail.sdk.cpython.internal.rows;

import java.util.List;

/**
 * Where an interpreter keeps what this package reads. What is the same in all builds that are read by address, such as an
 * object's type at 8 and a list's size at 16, is written where it is read.
 *
 * @param integers how an {@code int} says how many digits it has
 * @param textData where the characters of an ASCII {@code str} begin
 * @param asciiBits which bits of a {@code str}'s state are all set if it is ASCII, and not otherwise
 * @param listItems where a list keeps the address of its items
 * @param tupleItems where a tuple's items begin
 */
record ObjectLayout(Integers integers, long textData, int asciiBits, long listItems, long tupleItems) {
    /** The two ways of an {@code int}. */
    enum Integers {
        /** A number of digits that is negative if the value is; until 3.11. */
        SIGNED_SIZE,
        /** A tag of sign and number of digits; from 3.12 on. */
        TAG
    }

    private static final long OLD_TEXT = 48;
    private static final long TEXT = 40;
    private static final long LIST_ITEMS = 24;
    private static final long TUPLE_ITEMS = 24;

    /** Behind the tuple's hash, which 3.14 keeps. */
    private static final long ITEMS_BEHIND_HASH = 32;

    /** Compact and ASCII, behind two bits that say whether it is interned and three of its kind. */
    private static final int ASCII = 0x60;

    /** The same, where whether it is interned takes 8 bits, or 16. */
    private static final int ASCII_BEHIND_BYTE = 0x1800;

    private static final int ASCII_BEHIND_SHORT = 0x180000;

    /** All that are known: the one that fits is found by {@link LayoutProbe}, not by the version. */
    static final List<ObjectLayout> KNOWN = List.of(
            new ObjectLayout(Integers.TAG, TEXT, ASCII, LIST_ITEMS, TUPLE_ITEMS),
            new ObjectLayout(Integers.TAG, TEXT, ASCII, LIST_ITEMS, ITEMS_BEHIND_HASH),
            new ObjectLayout(Integers.TAG, TEXT, ASCII_BEHIND_SHORT, LIST_ITEMS, ITEMS_BEHIND_HASH),
            new ObjectLayout(Integers.TAG, TEXT, ASCII_BEHIND_SHORT, LIST_ITEMS, TUPLE_ITEMS),
            new ObjectLayout(Integers.TAG, TEXT, ASCII_BEHIND_BYTE, LIST_ITEMS, TUPLE_ITEMS),
            new ObjectLayout(Integers.SIGNED_SIZE, OLD_TEXT, ASCII, LIST_ITEMS, TUPLE_ITEMS));
}
