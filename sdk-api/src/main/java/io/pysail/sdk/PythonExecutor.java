package io.pysail.sdk;

import io.pysail.sdk.spi.SourceRunner;

/**
 * Runs Python data sources of one environment: in this process, in sub-interpreters or in worker processes.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public interface PythonExecutor extends AutoCloseable {
    /**
     * The name of the provider that made it, such as {@code in-process}.
     *
     * @return the name
     */
    String name();

    /**
     * Runs a little Python and tells how it went.
     *
     * @return what was found
     * @throws SailException if Python cannot be started
     * @throws IllegalStateException if this executor is closed
     */
    ExecutorHealth health();

    /**
     * What runs sources, for {@link DataSources#over}: programs use that.
     *
     * @return a new runner, which the caller closes
     * @throws SailException if Python cannot be started
     * @throws IllegalStateException if this executor is closed
     */
    SourceRunner sources();

    /** Ends what this executor runs and gives back what it holds. Whoever opened it closes it; twice does no harm. */
    @Override
    void close();

    /**
     * Ends the process, in the way that suits what this executor runs: for commands, whose last act this is.
     *
     * <p>An executor with Python in this process lets it run its {@code atexit} functions and flush, in bounded time,
     * and then leaves without waiting for threads; Java's shutdown hooks do not run then.
     *
     * @param status the exit status
     */
    default void exit(int status) {
        close();
        System.exit(status);
    }
}
