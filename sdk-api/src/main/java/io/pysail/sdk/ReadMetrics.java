package io.pysail.sdk;

import java.time.Duration;
import java.util.Map;

/**
 * What the reading of one partition came to, so far.
 *
 * @param rows the rows that the reader gave out
 * @param batches the batches that the reader gave out
 * @param bytes what the columns of those held
 * @param waitedForSource how long the reader waited for the source
 * @param source the source's own figures by name; empty until it has ended
 * @since 0.1
 */
public record ReadMetrics(
        long rows, long batches, long bytes, Duration waitedForSource, Map<String, SourceMetric> source) {
    /** Copies the map. */
    public ReadMetrics {
        source = Map.copyOf(source);
    }
}
