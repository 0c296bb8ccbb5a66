package io.pysail.sdk.filter;

import io.pysail.sdk.filter.ColumnComparison.Operator;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/** A condition on bytes or on text in UTF-8, which is not copied. Immutable, thread-safe. */
interface BytesMatcher {
    /**
     * Whether a value passes.
     *
     * @param from where the value begins, as {@code to} is where it ends
     */
    boolean test(MemorySegment data, long from, long to);

    /** What begins with some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record StartsWith(byte[] bytes) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            return to - from >= bytes.length && Bytes.matches(data, from, bytes);
        }
    }

    /** What ends with some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record EndsWith(byte[] bytes) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            return to - from >= bytes.length && Bytes.matches(data, to - bytes.length, bytes);
        }
    }

    /** What has some bytes in it. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Contains(byte[] bytes) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            return Bytes.find(data, from, to, bytes) >= 0;
        }
    }

    /** What is some bytes and nothing else. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Equal(byte[] bytes) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            return to - from == bytes.length && Bytes.matches(data, from, bytes);
        }
    }

    /** What comes before or after some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Ordered(Operator operator, byte[] bytes) implements BytesMatcher {
        @Override
        public boolean test(MemorySegment data, long from, long to) {
            return operator.holds(Bytes.compare(data, from, to, bytes));
        }
    }

    /** What is one of many. */
    final class OneOf implements BytesMatcher {
        private final byte[][] table;
        private final byte[] gap = {};
        private final int mask;

        OneOf(List<byte[]> values) {
            this.table = new byte[Integer.highestOneBit(Math.max(1, values.size())) * 4][];
            Arrays.fill(table, gap);
            this.mask = table.length - 1;
            for (byte[] value : values) {
                int slot = Bytes.hash(MemorySegment.ofArray(value), 0, value.length) & mask;
                while (table[slot] != gap) {
                    slot = (slot + 1) & mask;
                }
                table[slot] = value;
            }
        }

        @Override
        public boolean test(MemorySegment data, long from, long to) {
            int slot = Bytes.hash(data, from, to) & mask;
            for (byte[] value = table[slot]; value != gap; value = table[slot]) {
                if (to - from == value.length && Bytes.matches(data, from, value)) {
                    return true;
                }
                slot = (slot + 1) & mask;
            }
            return false;
        }
    }
}
