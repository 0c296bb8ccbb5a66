package io.pysail.sdk.spi;

import java.util.Map;

/**
 * Settings for one executor, as text: each executor documents its own names.
 *
 * @param values the settings by name
 * @since 0.1
 */
public record ExecutorOptions(Map<String, String> values) {
    /** Copies the settings, so that later changes by the caller do not matter. */
    public ExecutorOptions {
        values = Map.copyOf(values);
    }

    /**
     * No settings: the executor's defaults.
     *
     * @return empty options
     */
    public static ExecutorOptions none() {
        return new ExecutorOptions(Map.of());
    }
}
