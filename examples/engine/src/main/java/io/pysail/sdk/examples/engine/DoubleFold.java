package io.pysail.sdk.examples.engine;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;

/** Of floating-point numbers. Which of several partitions comes first changes a sum's last digits. Confined to one thread. */
final class DoubleFold extends Fold {
    private final DoubleBinaryOperator operator;
    private double[] results = new double[16];

    DoubleFold(Aggregate aggregate) {
        this.operator = switch (aggregate.function()) {
            case SUM -> Double::sum;
            case MIN -> Math::min;
            case MAX -> Math::max;
        };
    }

    @Override
    Taker taker(FieldVector column) {
        FloatingPointVector values = (FloatingPointVector) column;
        return (group, row) -> take(group, values.getValueAsDouble(row));
    }

    @Override
    Taker taker(Fold part) {
        double[] values = ((DoubleFold) part).results;
        return (group, from) -> take(group, values[from]);
    }

    @Override
    String textOf(int group) {
        return Double.toString(results[group]);
    }

    private void take(int group, double value) {
        if (group >= results.length) {
            results = Arrays.copyOf(results, Math.max(group + 1, 2 * results.length));
        }
        results[group] = begins(group) ? value : operator.applyAsDouble(results[group], value);
    }
}
