package io.pysail.sdk.examples.engine;

import io.pysail.sdk.UsageException;
import java.util.Arrays;
import java.util.function.IntToLongFunction;
import java.util.function.LongBinaryOperator;
import java.util.function.LongFunction;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Of whole numbers with up to 64 bits, dates and times. Confined to one thread. */
final class LongFold extends Fold {
    private final Aggregate aggregate;
    private final LongBinaryOperator operator;
    private final LongFunction<String> text;
    private long[] results = new long[16];

    LongFold(Aggregate aggregate, ArrowType type) {
        this.aggregate = aggregate;
        this.operator = switch (aggregate.function()) {
            case SUM -> this::sum;
            case MIN -> Math::min;
            case MAX -> Math::max;
        };
        this.text = LongValues.text(type);
    }

    @Override
    Taker taker(FieldVector column) {
        IntToLongFunction values = LongValues.of(column);
        return (group, row) -> take(group, values.applyAsLong(row));
    }

    @Override
    Taker taker(Fold part) {
        long[] values = ((LongFold) part).results;
        return (group, from) -> take(group, values[from]);
    }

    @Override
    String textOf(int group) {
        return text.apply(results[group]);
    }

    private void take(int group, long value) {
        if (group >= results.length) {
            results = Arrays.copyOf(results, Math.max(group + 1, 2 * results.length));
        }
        results[group] = begins(group) ? value : operator.applyAsLong(results[group], value);
    }

    private long sum(long a, long b) {
        try {
            return Math.addExact(a, b);
        } catch (ArithmeticException e) {
            throw tooLarge();
        }
    }

    private UsageException tooLarge() {
        return UsageException.of(aggregate + " does not fit into 64 bits: choose fewer rows, or make more groups");
    }
}
