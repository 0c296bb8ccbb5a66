package io.pysail.sdk.filter;

import io.pysail.sdk.cdata.ArrowType;
import io.pysail.sdk.cdata.Column;
import io.pysail.sdk.cdata.DecimalColumn;
import io.pysail.sdk.cdata.DoubleColumn;
import io.pysail.sdk.cdata.IntColumn;
import io.pysail.sdk.cdata.LongColumn;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The rows whose {@linkplain Keys key} is in a range: loops over the memory of the usual types, without a branch that
 * depends on the data.
 */
final class RangeRows {
    private static final ArrowType DATE64 = new ArrowType.Date(ArrowType.DateUnit.MILLISECOND);
    private static final ArrowType UINT64 = new ArrowType.Int(64, false);
    private static final ArrowType UINT32 = new ArrowType.Int(32, false);

    private RangeRows() {}

    static RowSelector of(Column column, KeyRange range) {
        ArrowType type = column.field().type();
        return switch (column) {
            case IntColumn ints -> new Ints(ints.values(), range, type.equals(UINT32) ? 0xFFFF_FFFFL : -1);
            case LongColumn longs
            when type.equals(UINT64) ->
                new Longs(longs.values(), new KeyRange(range.first() + Long.MIN_VALUE, range.span()));
            case LongColumn longs when !type.equals(DATE64) -> new Longs(longs.values(), range);
            case DecimalColumn decimals
            when ((ArrowType.Decimal) type).bits() == Long.SIZE -> new Longs(decimals.values(), range);
            case DoubleColumn doubles -> new Doubles(doubles.values(), range);
            default -> {
                var keys = Keys.of(column);
                yield new TestedRows(row -> range.contains(keys.applyAsLong(row)));
            }
        };
    }

    private static final class Ints extends RowSelector {
        private final MemorySegment values;
        private final long origin;
        private final long limit;
        private final long mask;

        /** @param mask takes the sign away from what has none */
        Ints(MemorySegment values, KeyRange range, long mask) {
            this.values = values;
            this.origin = range.origin();
            this.limit = range.limit();
            this.mask = mask;
        }

        @Override
        int select(long base, int count, int[] rows) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                long key = values.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + i) & mask;
                rows[selected] = i;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                long key = values.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, base + row) & mask;
                rows[selected] = row;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }
    }

    private static final class Longs extends RowSelector {
        private final MemorySegment values;
        private final long origin;
        private final long limit;

        Longs(MemorySegment values, KeyRange range) {
            this.values = values;
            this.origin = range.origin();
            this.limit = range.limit();
        }

        @Override
        int select(long base, int count, int[] rows) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                long key = values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, base + i);
                rows[selected] = i;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                long key = values.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, base + row);
                rows[selected] = row;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }
    }

    private static final class Doubles extends RowSelector {
        private final MemorySegment values;
        private final long origin;
        private final long limit;

        Doubles(MemorySegment values, KeyRange range) {
            this.values = values;
            this.origin = range.origin();
            this.limit = range.limit();
        }

        @Override
        int select(long base, int count, int[] rows) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                long key = Keys.of(values.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, base + i));
                rows[selected] = i;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }

        @Override
        int narrow(long base, int[] rows, int count) {
            int selected = 0;
            for (int i = 0; i < count; i++) {
                int row = rows[i];
                long key = Keys.of(values.getAtIndex(ValueLayout.JAVA_DOUBLE_UNALIGNED, base + row));
                rows[selected] = row;
                selected += key - origin <= limit ? 1 : 0;
            }
            return selected;
        }
    }
}
