package io.pysail.sdk.subprocess;

import io.pysail.sdk.SourceMetric;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the figures that a source reports about itself. */
final class Metrics {
    private Metrics() {}

    /** What is no figure is left out: the rows are still right. */
    static Map<String, SourceMetric> of(JsonMessage done) {
        Map<String, SourceMetric> metrics = new TreeMap<>();
        if (done.json().get("metrics") instanceof Map<?, ?> figures) {
            figures.forEach((name, figure) -> {
                SourceMetric metric = metric(figure);
                if (metric != null) {
                    metrics.put(String.valueOf(name), metric);
                }
            });
        }
        return metrics;
    }

    private static @Nullable SourceMetric metric(@Nullable Object figure) {
        return switch (figure) {
            case Number sum -> new SourceMetric.Counter(sum.longValue());
            case Map<?, ?> timer
            when timer.get("count") instanceof Number count && timer.get("nanoseconds") instanceof Number nanoseconds ->
                new SourceMetric.Timer(count.longValue(), Duration.ofNanos(nanoseconds.longValue()));
            case null, default -> null;
        };
    }
}
