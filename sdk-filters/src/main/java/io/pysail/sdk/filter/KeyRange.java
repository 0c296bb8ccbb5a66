package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import org.jspecify.annotations.Nullable;

/**
 * The keys from one to another, which may lead beyond the greatest key to the least again.
 *
 * <p>So the opposite of a range is a range, and one comparison decides.
 *
 * @param first the first key
 * @param span how many follow it, without a sign
 */
record KeyRange(long first, long span) {
    /** Every key. */
    static final KeyRange ALL = new KeyRange(Long.MIN_VALUE, -1);

    /** The keys that compare so with a key; null if there is none. */
    static @Nullable KeyRange of(Operator operator, long key) {
        return switch (operator) {
            case EQUAL, EQUAL_NULL_SAFE -> new KeyRange(key, 0);
            case LESS -> key == Long.MIN_VALUE ? null : between(Long.MIN_VALUE, key - 1);
            case LESS_OR_EQUAL -> between(Long.MIN_VALUE, key);
            case GREATER -> key == Long.MAX_VALUE ? null : between(key + 1, Long.MAX_VALUE);
            case GREATER_OR_EQUAL -> between(key, Long.MAX_VALUE);
        };
    }

    private static KeyRange between(long low, long high) {
        return new KeyRange(low, high - low);
    }

    /** The other keys; null if there is none. */
    @Nullable
    KeyRange opposite() {
        return span == -1 ? null : new KeyRange(first + span + 1, -span - 2);
    }

    boolean contains(long key) {
        return key - origin() <= limit();
    }

    /** A key is in the range if it is at most {@link #limit}, after this was subtracted. */
    long origin() {
        return first + Long.MIN_VALUE;
    }

    long limit() {
        return span + Long.MIN_VALUE;
    }
}
