package io.pysail.sdk.examples.executor;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonExecutorProvider;

/**
 * Provides {@code governed}: any other executor, with rules for the sources that it runs.
 *
 * <p>Its {@linkplain Rules options} say which executor that is, which sources may run, and how many reads make batches at
 * once. What it does is logged by the logger {@code io.pysail.sdk.examples.executor.audit}.
 *
 * <p>Immutable.
 *
 * @since 0.1
 */
public final class GovernedExecutorProvider implements PythonExecutorProvider {
    static final String NAME = "governed";

    /** For {@link java.util.ServiceLoader}. */
    public GovernedExecutorProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    /** Below all others: whoever wants rules says so. */
    @Override
    public int preference() {
        return -1;
    }

    @Override
    public Availability probe(PythonEnvironment environment) {
        try {
            return OtherExecutors.search().probe(environment);
        } catch (EnvironmentException e) {
            return new Availability.Missing(e.reason(), e.remedy());
        }
    }

    @Override
    public PythonExecutor create(PythonEnvironment environment, ExecutorOptions options) {
        Rules rules = Rules.of(options.values());
        PythonExecutor over = OtherExecutors.search()
                .ready(environment, rules.over())
                .create(environment, options.withValues(rules.others()));
        return new GovernedExecutor(over, rules, AuditLog.logged());
    }
}
