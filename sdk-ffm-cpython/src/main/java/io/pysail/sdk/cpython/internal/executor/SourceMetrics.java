package io.pysail.sdk.cpython.internal.executor;

import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.SourceMetric;
import io.pysail.sdk.cpython.PyObject;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The figures that a source reports about itself. */
final class SourceMetrics {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    private SourceMetrics() {}

    static Map<String, SourceMetric> of(PyObject reading) {
        try {
            Map<String, SourceMetric> metrics = new TreeMap<>();
            if (reading.callMethod("metrics").toJava() instanceof Map<?, ?> figures) {
                figures.forEach((name, figure) -> metrics.put(String.valueOf(name), metric(figure)));
            }
            return metrics;
        } catch (PythonException | ClassCastException e) {
            LOGGER.log(
                    WARNING, "the metrics of a source cannot be read: {0}", e.getMessage()); // its rows are still right
            return Map.of();
        }
    }

    private static SourceMetric metric(@Nullable Object figure) {
        if (figure instanceof Map<?, ?> timer) {
            return new SourceMetric.Timer(
                    number(timer.get("count")), Duration.ofNanos(number(timer.get("nanoseconds"))));
        }
        return new SourceMetric.Counter(number(figure));
    }

    /** Sums in Python have no end: one that no long holds is the nearest that one does. */
    private static long number(@Nullable Object figure) {
        return figure instanceof BigInteger big
                ? big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE
                : (Long) Objects.requireNonNull(figure);
    }
}
