package io.pysail.sdk.subprocess;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.PythonInstallation;
import io.pysail.sdk.spi.Availability;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.PythonExecutorProvider;

/** Provides {@code subprocess}: sources in processes of their own, whose crashes and limits are not this one's. */
public final class SubprocessExecutorProvider implements PythonExecutorProvider {
    static final String NAME = "subprocess";

    /** For {@link java.util.ServiceLoader}. */
    public SubprocessExecutorProvider() {}

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int preference() {
        return 50;
    }

    @Override
    public Availability probe(PythonEnvironment environment) {
        try {
            PythonInstallation installation = environment.inspect();
            return new Availability.Ready(
                    "worker processes of CPython " + installation.version() + " at " + installation.executable());
        } catch (EnvironmentException e) {
            return new Availability.Missing(e.reason(), e.remedy());
        } catch (RuntimeException e) {
            return new Availability.Missing("asking " + environment + " failed: " + e, "please report this");
        }
    }

    @Override
    public PythonExecutor create(PythonEnvironment environment, ExecutorOptions options) {
        SubprocessOptions settings = SubprocessOptions.of(options.values(), System.getenv());
        PythonInstallation installation = environment.inspect();
        WorkerPool pool = new WorkerPool(
                environment, settings.pool(System.getenv()), SupervisorSetup.of(options, settings.limits()));
        Workers workers = new Workers(pool, settings.workers(), SubprocessOptions.SLOTS, settings.slotBytes());
        return new SubprocessExecutor(installation.version(), workers, new Residents(settings.residents()));
    }
}
