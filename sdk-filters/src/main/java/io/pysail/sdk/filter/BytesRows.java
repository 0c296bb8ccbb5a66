package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.SmallBytesColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.Objects;

/** The rows whose bytes pass a test, or do not: loops over the memory where the bytes lie one after the other. */
final class BytesRows {
    private BytesRows() {}

    static RowSelector of(BytesColumn column, BytesMatcher test, boolean wanted) {
        if (!(column instanceof SmallBytesColumn small)) {
            return new TestedRows(row -> {
                MemorySegment bytes = column.segment(row);
                return test.test(bytes, 0, bytes.byteSize()) == wanted;
            });
        }
        return switch (test) {
            case BytesMatcher.StartsWith(byte[] bytes) -> new Beginning(small, bytes, false, wanted);
            case BytesMatcher.Equal(byte[] bytes) -> new Beginning(small, bytes, true, wanted);
            default -> new Tested(small, test, wanted);
        };
    }

    /** Any test. Tests rely on the bytes being there, and loop over what is not for ever. */
    private static final class Tested extends RowSelector {
        private final MemorySegment offsets;
        private final MemorySegment data;
        private final long size;
        private final BytesMatcher test;
        private final boolean wanted;

        Tested(SmallBytesColumn column, BytesMatcher test, boolean wanted) {
            this.offsets = column.offsets();
            this.data = column.data();
            this.size = data.byteSize();
            this.test = test;
            this.wanted = wanted;
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                long from = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row);
                long to = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row + 1);
                Objects.checkFromToIndex(from, to, size);
                rows[selected] = row;
                selected += test.test(data, from, to) == wanted ? 1 : 0;
            }
            return selected;
        }
    }

    /** What begins with some bytes, or is nothing else: up to eight of them are compared at once. */
    private static final class Beginning extends RowSelector {
        private final MemorySegment offsets;
        private final MemorySegment data;
        private final byte[] bytes;
        private final int mostSize;
        private final boolean wanted;
        private final int matching;
        private final int other;
        private final int leastSize;
        private final long word;
        private final long mask;
        private final long lastWord;

        Beginning(SmallBytesColumn column, byte[] bytes, boolean exact, boolean wanted) {
            this.offsets = column.offsets();
            this.data = column.data();
            this.bytes = bytes;
            this.mostSize = exact ? bytes.length : Integer.MAX_VALUE;
            this.wanted = wanted;
            this.matching = wanted ? 1 : 0;
            this.other = 1 - matching;
            this.leastSize = bytes.length;
            this.mask = bytes.length >= Long.BYTES ? -1 : (1L << (bytes.length * Byte.SIZE)) - 1;
            this.word = Bytes.word(Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES)), 0) & mask;
            this.lastWord = bytes.length > Long.BYTES ? -1 : data.byteSize() - Long.BYTES;
        }

        /**
         * Calls nothing, after which all that stays the same would be looked up again, and branches on nothing that is hard to
         * foresee.
         */
        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            int i = 0;
            for (; i < count; i++) {
                int row = rows[i];
                int from = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row);
                if (from > lastWord) {
                    break;
                }
                int size = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row + 1) - from;
                rows[selected] = row;
                selected += size >= leastSize && size <= mostSize && (data.get(Bytes.WORD, from) & mask) == word
                        ? matching
                        : other;
            }
            return narrowTheRest(base, rows, count, i, selected);
        }

        /** At the end there are no eight bytes, and more than eight are no word. */
        private int narrowTheRest(long base, int[] rows, int count, int first, int already) {
            int selected = already;
            for (int i = first; i < count; i++) {
                int row = rows[i];
                long from = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row);
                long size = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row + 1) - from;
                rows[selected] = row;
                boolean matches = size >= leastSize && size <= mostSize && Bytes.matches(data, from, bytes);
                selected += matches == wanted ? 1 : 0;
            }
            return selected;
        }
    }
}
