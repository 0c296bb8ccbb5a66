package io.pysail.sdk.examples.engine;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.ExecutorOptions;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which Python runs the sources, and how.
 *
 * @param python an interpreter or an environment; null for the one that the surroundings name
 * @param name the name of the executor; null for the one that is preferred
 * @param options options of the executor
 */
record ExecutorChoice(@Nullable String python, @Nullable String name, Map<String, String> options) {
    ExecutorChoice {
        options = Map.copyOf(options);
    }

    /** Opens the executor, which the caller closes. */
    PythonExecutor open() {
        PythonEnvironment environment = python == null ? PythonEnvironment.discover() : PythonEnvironment.named(python);
        ExecutorOptions settings = ExecutorOptions.none().withValues(options);
        return name == null
                ? PythonExecutors.open(environment, settings)
                : PythonExecutors.open(environment, name, settings);
    }
}
