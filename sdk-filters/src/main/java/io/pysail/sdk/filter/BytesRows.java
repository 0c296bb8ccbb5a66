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
        private final int flip;
        private final long mostSize;
        private final long word;
        private final long mask;
        private final long lastWord;

        Beginning(SmallBytesColumn column, byte[] bytes, boolean exact, boolean wanted) {
            this.offsets = column.offsets();
            this.data = column.data();
            this.bytes = bytes;
            this.flip = wanted ? 1 : 0;
            this.mostSize = exact ? bytes.length : Long.MAX_VALUE;
            this.mask = bytes.length >= Long.BYTES ? -1 : (1L << (bytes.length * Byte.SIZE)) - 1;
            this.word = Bytes.word(Arrays.copyOf(bytes, Math.max(bytes.length, Long.BYTES)), 0) & mask;
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
                selected += mismatch(from, to - from) ^ flip;
            }
            return selected;
        }

        /**
         * 0 for what matches, 1 for what does not.
         *
         * <p>Which of them is hard to foresee, so that the common case has no branch that depends on it.
         */
        private int mismatch(long from, long size) {
            long wrongSize = ((size - bytes.length) | (mostSize - size)) & Long.MIN_VALUE; // one of them is negative
            if (from > lastWord) {
                return wrongSize == 0 && Bytes.matches(data, from, bytes)
                        ? 0
                        : 1; // at the end there are no eight bytes
            }
            long wrong = wrongSize | ((data.get(Bytes.WORD, from) & mask) ^ word);
            if (bytes.length > Long.BYTES) {
                return wrong == 0 && Bytes.matches(data, from, bytes, Long.BYTES) ? 0 : 1;
            }
            return (int) ((wrong | -wrong) >>> (Long.SIZE - 1));
        }
    }
}
