package io.pysail.sdk.loader;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonExecutorProvider;

/**
 * Stands in for a provider that cannot be used, so that it is listed with its reason.
 *
 * @param name its name, as far as it is known
 * @param preference its preference
 * @param missing why it cannot be used
 */
record UnusableProvider(String name, int preference, Availability.Missing missing) implements PythonExecutorProvider {
    @Override
    public Availability probe(PythonEnvironment environment) {
        return missing;
    }

    @Override
    public PythonExecutor create(PythonEnvironment environment, ExecutorOptions options) {
        throw EnvironmentException.of(missing.reason(), missing.remedy());
    }
}
