package io.pysail.sdk.cdata;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** Brings numbers of up to 64 bits to other ones: read, changed and written some at a time, none of them boxed. */
final class NumberConversion extends ColumnConversion {
    private static final int AT_ONCE = 1024;

    private final NumberFormat source;
    private final List<NumberStep> steps;
    private final NumberFormat target;
    private final boolean onlyLooks;

    /** @param onlyLooks whether the memory can stay, if all numbers are found good */
    private NumberConversion(
            ArrayShape to, NumberFormat source, NumberFormat target, boolean onlyLooks, List<NumberStep> steps) {
        super(to);
        this.source = source;
        this.target = target;
        this.onlyLooks = onlyLooks;
        this.steps = steps;
    }

    /** From and to what is stored as integers or as the bits of floating-point numbers. */
    static NumberConversion of(ArrayShape from, ArrayShape to, List<NumberStep> steps) {
        return new NumberConversion(
                to,
                NumberFormat.of(from.width, isSigned(from)),
                NumberFormat.of(to.width, isSigned(to)),
                from.width == to.width && steps.stream().allMatch(NumberStep::onlyLooks),
                steps);
    }

    /** From days and milliseconds to a number of 64 bits. */
    static NumberConversion ofDaysAndMillis(ArrayShape to, List<NumberStep> steps) {
        return new NumberConversion(to, NumberFormat.DAYS_AND_MILLIS, NumberFormat.INT64, false, steps);
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
        long[] numbers = new long[(int) Math.min(AT_ONCE, node.length)];
        for (long first = 0; first < node.length; first += AT_ONCE) {
            int count = (int) Math.min(AT_ONCE, node.length - first);
            source.read(from, first, numbers, count);
            for (NumberStep step : steps) {
                apply(step, numbers, count, node, first, rows);
            }
            if (!onlyLooks) {
                target.write(result, first, numbers, count);
            }
        }
        return onlyLooks ? node.relabelled(to, NO_CHILDREN, null) : memory.withNullsOf(node, to, NO_CHILDREN, result);
    }

    private void apply(NumberStep step, long[] numbers, int count, ArrayNode node, long first, Rows rows) {
        int bad = step.apply(numbers, 0, count);
        if (bad == count) {
            return;
        }
        Rows visible = rows.notNullIn(node);
        while (bad < count) {
            if (visible.isVisible(first + bad)) {
                throw doesNotFit(node, first + bad, rows);
            }
            numbers[bad] = 0;
            bad = step.apply(numbers, bad + 1, count);
        }
    }
}
