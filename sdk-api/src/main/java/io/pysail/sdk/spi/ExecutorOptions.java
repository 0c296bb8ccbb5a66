package io.pysail.sdk.spi;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What an executor is made with.
 *
 * <p>Immutable.
 *
 * @param values its own settings by name, as texts: each executor documents them
 * @param searchPath folders in which Python looks for modules, after all that the environment has
 * @param sources Python sources that jars carry
 * @since 0.1
 */
public record ExecutorOptions(Map<String, String> values, List<Path> searchPath, List<PythonSourceProvider> sources) {
    /** Copies the collections, so that later changes by the caller do not matter. */
    public ExecutorOptions {
        values = Map.copyOf(values);
        searchPath = List.copyOf(searchPath);
        sources = List.copyOf(sources);
    }

    /**
     * The executor's defaults, no folders and no sources.
     *
     * @return empty options
     */
    public static ExecutorOptions none() {
        return new ExecutorOptions(Map.of(), List.of(), List.of());
    }

    /**
     * The same with other settings.
     *
     * @param settings settings by name
     * @return new options
     */
    public ExecutorOptions withValues(Map<String, String> settings) {
        return new ExecutorOptions(settings, searchPath, sources);
    }

    /**
     * The same with other folders.
     *
     * @param folders in which Python looks for modules
     * @return new options
     */
    public ExecutorOptions withSearchPath(List<Path> folders) {
        return new ExecutorOptions(values, folders, sources);
    }

    /**
     * The same with other sources.
     *
     * @param providers sources that jars carry
     * @return new options
     */
    public ExecutorOptions withSources(List<PythonSourceProvider> providers) {
        return new ExecutorOptions(values, searchPath, providers);
    }
}
