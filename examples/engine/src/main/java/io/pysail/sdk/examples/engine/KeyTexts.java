package io.pysail.sdk.examples.engine;

import java.util.Comparator;
import java.util.HexFormat;
import java.util.function.IntFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.apache.arrow.vector.BaseIntVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.Decimal256Vector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FloatingPointVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt8Vector;

/** The values that make groups, for people: as text, and in an order. Confined to one thread. */
final class KeyTexts {
    private final FieldVector keys;
    private final IntFunction<String> texts;
    private final Comparator<Integer> order;

    KeyTexts(FieldVector keys) {
        this.keys = keys;
        switch (keys) {
            case UInt8Vector numbers -> {
                texts = number -> Long.toUnsignedString(numbers.get(number));
                order = (a, b) -> Long.compareUnsigned(numbers.get(a), numbers.get(b));
            }
            case BaseIntVector _,
                    DateDayVector _,
                    DateMilliVector _,
                    TimeStampVector _,
                    TimeSecVector _,
                    TimeMilliVector _,
                    TimeMicroVector _,
                    TimeNanoVector _ -> {
                IntToLongFunction values = LongValues.of(keys);
                LongFunction<String> text = LongValues.text(keys.getField().getType());
                texts = number -> text.apply(values.applyAsLong(number));
                order = Comparator.comparingLong(values::applyAsLong);
            }
            case FloatingPointVector numbers -> {
                texts = number -> Double.toString(numbers.getValueAsDouble(number));
                order = Comparator.comparingDouble(numbers::getValueAsDouble);
            }
            case DecimalVector decimals -> {
                texts = number -> decimals.getObject(number).toPlainString();
                order = Comparator.comparing(decimals::getObject);
            }
            case Decimal256Vector decimals -> {
                texts = number -> decimals.getObject(number).toPlainString();
                order = Comparator.comparing(decimals::getObject);
            }
            case DurationVector durations -> {
                texts = number -> durations.getObject(number).toString();
                order = Comparator.comparing(durations::getObject);
            }
            default -> {
                texts = number -> text(keys.getObject(number));
                order = Comparator.comparing(texts::apply);
            }
        }
    }

    /** The numbers of the values, in the order of the values; null is the last. */
    int[] inOrder(int count) {
        return IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.<Integer, Boolean>comparing(keys::isNull)
                        .thenComparing((a, b) -> keys.isNull(a) ? 0 : order.compare(a, b)))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    String text(int number) {
        return keys.isNull(number) ? "null" : texts.apply(number);
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : value.toString();
    }
}
