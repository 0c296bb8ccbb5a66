package io.pysail.sdk.cdata;

import io.pysail.sdk.cdata.ArrowType.IntervalUnit;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Brings intervals to others that have the parts which are not zero. */
final class IntervalConversion extends ColumnConversion {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final IntervalUnit source;
    private final IntervalUnit target;

    IntervalConversion(ArrayShape to, IntervalUnit source, IntervalUnit target) {
        super(to);
        this.source = source;
        this.target = target;
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        MemorySegment from = values(node);
        MemorySegment result = memory.allocateZeros(node.length * to.width);
        Rows visible = rows.notNullIn(node);
        for (long row = 0; row < node.length; row++) {
            boolean good = switch (source) {
                case MONTH -> put(result, row, integer(from, row * 4), 0, 0);
                case DAY_TIME ->
                    put(result, row, 0, integer(from, row * 8), integer(from, row * 8 + 4) * NANOS_PER_MILLI);
                case MONTH_DAY_NANO ->
                    put(
                            result,
                            row,
                            integer(from, row * 16),
                            integer(from, row * 16 + 4),
                            from.get(ValueLayout.JAVA_LONG_UNALIGNED, row * 16 + 8));
            };
            if (!good && visible.isVisible(row)) {
                throw doesNotFit(node, row, rows);
            }
        }
        return memory.withNullsOf(node, to, NO_CHILDREN, result);
    }

    /** Writes an interval; false if a part has no place. */
    private boolean put(MemorySegment result, long row, int months, int days, long nanos) {
        return switch (target) {
            case MONTH -> {
                result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 4, months);
                yield days == 0 && nanos == 0;
            }
            case DAY_TIME -> {
                long millis = nanos / NANOS_PER_MILLI;
                result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 8, days);
                result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 8 + 4, (int) millis);
                yield months == 0 && millis * NANOS_PER_MILLI == nanos && millis == (int) millis;
            }
            case MONTH_DAY_NANO -> {
                result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 16, months);
                result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 16 + 4, days);
                result.set(ValueLayout.JAVA_LONG_UNALIGNED, row * 16 + 8, nanos);
                yield true;
            }
        };
    }

    private static int integer(MemorySegment values, long offset) {
        return values.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
    }
}
