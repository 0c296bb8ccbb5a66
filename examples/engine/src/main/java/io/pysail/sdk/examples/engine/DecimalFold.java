package io.pysail.sdk.examples.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.IntFunction;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;

/** Of decimals, and of whole numbers that need 64 bits without a sign. Confined to one thread. */
final class DecimalFold extends Fold {
    private final BinaryOperator<BigDecimal> operator;
    private final List<BigDecimal> results = new ArrayList<>();

    DecimalFold(Aggregate aggregate) {
        this.operator = switch (aggregate.function()) {
            case SUM -> BigDecimal::add;
            case MIN -> BigDecimal::min;
            case MAX -> BigDecimal::max;
        };
    }

    @Override
    Taker taker(FieldVector column) {
        IntFunction<BigDecimal> values = values(column);
        return (group, row) -> take(group, values.apply(row));
    }

    @Override
    Taker taker(Fold part) {
        List<BigDecimal> values = ((DecimalFold) part).results;
        return (group, from) -> take(group, values.get(from));
    }

    @Override
    String textOf(int group) {
        return results.get(group).toPlainString();
    }

    private void take(int group, BigDecimal value) {
        while (group >= results.size()) {
            results.add(BigDecimal.ZERO);
        }
        results.set(group, begins(group) ? value : operator.apply(results.get(group), value));
    }

    private static IntFunction<BigDecimal> values(FieldVector column) {
        return switch (column) {
            case DecimalVector decimals -> decimals::getObject;
            case Decimal256Vector decimals -> decimals::getObject;
            case UInt8Vector numbers -> row -> new BigDecimal(numbers.getObjectNoOverflow(row));
            default -> throw new AssertionError(column.getClass());
        };
    }
}
