package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.BytesColumn;
import io.pysail.sdk.cdata.SmallBytesColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The rows whose bytes pass a test, or do not: loops over the memory where the bytes lie one after the other. */
final class BytesRows {
    private BytesRows() {}

    static RowSelector of(BytesColumn column, BytesTest test, boolean wanted) {
        if (!(column instanceof SmallBytesColumn small)) {
            return new TestedRows(row -> {
                MemorySegment bytes = column.segment(row);
                return test.test(bytes, 0, bytes.byteSize()) == wanted;
            });
        }
        return switch (test) {
            case BytesTest.StartsWith(byte[] bytes) -> new Beginning(small, bytes, false, wanted);
            case BytesTest.Equal(byte[] bytes) -> new Beginning(small, bytes, true, wanted);
            default -> new Tested(small, test, wanted);
        };
    }

    /** Any test. */
    private static final class Tested extends RowSelector {
        private final MemorySegment offsets;
        private final MemorySegment data;
        private final BytesTest test;
        private final boolean wanted;

        Tested(SmallBytesColumn column, BytesTest test, boolean wanted) {
            this.offsets = column.offsets();
            this.data = column.data();
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
        private final boolean exact;
        private final boolean wanted;
        private final long word;
        private final long mask;
        private final long lastWord;

        Beginning(SmallBytesColumn column, byte[] bytes, boolean exact, boolean wanted) {
            this.offsets = column.offsets();
            this.data = column.data();
            this.bytes = bytes;
            this.exact = exact;
            this.wanted = wanted;
            this.mask = bytes.length >= Long.BYTES ? -1 : (1L << (bytes.length * Byte.SIZE)) - 1;
            this.word = Bytes.word(java.util.Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES)), 0) & mask;
            this.lastWord = data.byteSize() - Long.BYTES;
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                long from = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row);
                long to = offsets.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row + 1);
                rows[selected] = row;
                selected += matches(from, to) == wanted ? 1 : 0;
            }
            return selected;
        }

        private boolean matches(long from, long to) {
            long size = to - from;
            if (exact ? size != bytes.length : size < bytes.length) {
                return false;
            }
            if (from > lastWord) {
                return Bytes.matches(data, from, bytes); // so near the end that there are no eight bytes
            }
            return (data.get(Bytes.WORD, from) & mask) == word
                    && (bytes.length <= Long.BYTES || Bytes.matches(data, from, bytes, Long.BYTES));
        }
    }
}
