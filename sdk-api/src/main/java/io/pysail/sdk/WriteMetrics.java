package io.pysail.sdk;

import java.time.Duration;
import java.util.Map;

/**
 * What the writing of one task came to, so far.
 *
 * @param rows the rows that the writer took in
 * @param batches the batches that the writer took in
 * @param bytes what the columns of those held
 * @param waitedForSource how long the writer waited for the source
 * @param source the source's own figures by name; empty until it has ended
 * @since 0.1
 */
public record WriteMetrics(
        long rows, long batches, long bytes, Duration waitedForSource, Map<String, SourceMetric> source) {
    /** Copies the map. */
    public WriteMetrics {
        source = Map.copyOf(source);
    }
}
