package io.pysail.sdk;

import java.time.Duration;

/**
 * A figure that a source reports about itself.
 *
 * @since 0.1
 */
public sealed interface SourceMetric {
    /**
     * A sum.
     *
     * @param value the sum
     */
    record Counter(long value) implements SourceMetric {}

    /**
     * Time spent in something.
     *
     * @param count how often
     * @param total how long in all
     */
    record Timer(long count, Duration total) implements SourceMetric {}
}
