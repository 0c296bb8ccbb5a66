package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigInteger;

/**
 * Brings exact numbers to another scale, precision or size: decimals, and integers as decimals of scale 0.
 *
 * <p>Numbers that 64 bits can hold, which are nearly all, are worked on without an object; only those beyond are not.
 */
final class DecimalConversion extends ColumnConversion {
    private final IntegerBytes source;
    private final DecimalRange range;
    private final DecimalScaling scaling;
    private final boolean onlyLooks;

    private DecimalConversion(ArrayShape from, ArrayShape to) {
        super(to);
        this.source = new IntegerBytes(from.width, isSigned(from));
        this.range = DecimalRange.of(to.field.type());
        this.scaling = new DecimalScaling(scale(from), scale(to));
        this.onlyLooks = from.width == to.width && scaling.isNothing();
    }

    static ColumnConversion of(ArrayShape from, ArrayShape to) {
        return from.field.type() instanceof ArrowType.Decimal source
                        && to.field.type() instanceof ArrowType.Decimal target
                        && source.bits() == target.bits()
                        && source.scale() == target.scale()
                        && source.precision() <= target.precision()
                ? new RelabellingConversion(to)
                : new DecimalConversion(from, to);
    }

    private static int scale(ArrayShape shape) {
        return shape.field.type() instanceof ArrowType.Decimal decimal ? decimal.scale() : 0;
    }

    private static boolean isSigned(ArrayShape shape) {
        return !(shape.field.type() instanceof ArrowType.Int(int _, boolean signed)) || signed;
    }

    @Override
    boolean isRelabelling() {
        return false;
    }

    @Override
    ArrayNode convert(ArrayNode node, Rows rows, ConversionMemory memory) {
        MemorySegment from = values(node);
        MemorySegment result = onlyLooks ? MemorySegment.NULL : memory.allocate(node.length * to.width);
        Rows visible = rows.notNullIn(node);
        for (long row = 0; row < node.length; row++) {
            boolean good = source.isLong(from, row) ? convertLong(from, result, row) : convertBig(from, result, row);
            if (!good) {
                if (visible.isVisible(row)) {
                    throw doesNotFit(node, row, rows);
                }
                put(result, row, 0, 0);
            }
        }
        return onlyLooks ? node.relabelled(to, NO_CHILDREN, null) : memory.withNullsOf(node, to, NO_CHILDREN, result);
    }

    private boolean convertLong(MemorySegment from, MemorySegment result, long row) {
        long number = source.asLong(from, row);
        if (!scaling.isExact(number)) {
            return scaling.isForLongs() ? false : convertBig(from, result, row);
        }
        long low = scaling.low(number);
        long high = scaling.high(number);
        if (!range.contains(low, high)) {
            return false;
        }
        put(result, row, low, high);
        return true;
    }

    private boolean convertBig(MemorySegment from, MemorySegment result, long row) {
        BigInteger number = scaling.apply(source.asBig(from, row));
        if (number == null || !range.contains(number)) {
            return false;
        }
        if (!onlyLooks) {
            IntegerBytes.put(result, row, to.width, number);
        }
        return true;
    }

    private void put(MemorySegment result, long row, long low, long high) {
        if (onlyLooks) {
            return;
        }
        switch (to.width) {
            case 1 -> result.set(ValueLayout.JAVA_BYTE, row, (byte) low);
            case 2 -> result.set(ValueLayout.JAVA_SHORT_UNALIGNED, row * 2, (short) low);
            case 4 -> result.set(ValueLayout.JAVA_INT_UNALIGNED, row * 4, (int) low);
            case 8 -> result.set(ValueLayout.JAVA_LONG_UNALIGNED, row * 8, low);
            default -> {
                long at = row * to.width;
                result.set(ValueLayout.JAVA_LONG_UNALIGNED, at, low);
                result.set(ValueLayout.JAVA_LONG_UNALIGNED, at + 8, high);
                for (int more = 16; more < to.width; more += Long.BYTES) {
                    result.set(ValueLayout.JAVA_LONG_UNALIGNED, at + more, high >> 63);
                }
            }
        }
    }
}
