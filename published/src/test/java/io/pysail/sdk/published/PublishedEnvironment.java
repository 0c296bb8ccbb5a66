package io.pysail.sdk.published;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.loader.PythonExecutors;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sources in the environment with the published packages, which has no PySpark.
 *
 * <p>Whoever opened it closes it.
 */
record PublishedEnvironment(PythonExecutor executor, DataSources sources) implements AutoCloseable {
    static final Path TARGET = Path.of("target").toAbsolutePath();
    static final Path FOLDER = TARGET.resolve("environment");

    /** Skips the test where the packages could not be had. */
    static PublishedEnvironment open() {
        assumeTrue(Files.exists(FOLDER.resolve("complete")), "the packages could not be had");
        PythonExecutor executor = PythonExecutors.open(
                PythonEnvironment.of(FOLDER),
                ExecutorOptions.none().withSearchPath(List.of(TARGET.resolve("sources"))));
        return new PublishedEnvironment(executor, DataSources.over(executor));
    }

    @Override
    public void close() {
        sources.close();
        executor.close();
    }
}
