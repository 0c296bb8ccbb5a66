package io.pysail.sdk.spi;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;

/**
 * Makes executors of one kind; found by {@link java.util.ServiceLoader}.
 *
 * <p>Implementations have a public constructor without arguments that does nothing, and are thread-safe.
 *
 * @since 0.1
 */
public interface PythonExecutorProvider {
    /**
     * The name by which users choose this kind, such as {@code in-process}.
     *
     * @return lower-case words with hyphens
     */
    String name();

    /**
     * Where this kind stands when nobody chose one: the highest that is ready is taken.
     *
     * @return the preference, 0 unless there is a reason
     */
    default int preference() {
        return 0;
    }

    /**
     * Tells whether {@link #create} can be expected to work.
     *
     * <p>Cheap, starts nothing that stays, and never throws: whatever is wrong becomes a {@link Availability.Missing}.
     *
     * @param environment the Python to run
     * @return ready, or what is missing
     */
    Availability probe(PythonEnvironment environment);

    /**
     * Makes an executor; the caller closes it.
     *
     * @param environment the Python to run
     * @param options settings of this kind
     * @return a new executor
     * @throws SailException if it cannot be made
     */
    PythonExecutor create(PythonEnvironment environment, ExecutorOptions options);
}
