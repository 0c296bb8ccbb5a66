import io.pysail.sdk.examples.executor.GovernedExecutorProvider;
import io.pysail.sdk.spi.PythonExecutorProvider;

/**
 * A model for authors of executors: {@code governed}, which runs sources by another executor, lets only some of them run,
 * has reads take turns, and keeps an audit log.
 *
 * <p>Exports nothing: the provider is found by the loader, and the executor is opened by its name.
 */
module io.pysail.sdk.examples.executor {
    requires io.pysail.sdk;
    requires static org.jspecify;

    uses PythonExecutorProvider;

    provides PythonExecutorProvider with
            GovernedExecutorProvider;
}
