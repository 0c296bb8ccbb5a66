package io.pysail.sdk.cpython;

import org.jspecify.annotations.Nullable;

/**
 * Work that needs Python: what {@link PythonRuntime#attach} and {@link PythonRuntime#submit} run.
 *
 * @param <T> what it gives back: never a {@link PyObject}, which ends with the work
 * @param <E> what it throws, inferred as {@link RuntimeException} where it throws nothing checked
 * @since 0.1
 */
@FunctionalInterface
public interface PythonTask<T extends @Nullable Object, E extends Exception> {
    /**
     * Runs with the thread attached to Python.
     *
     * @param py the token of the attached thread; not to be used afterwards or on another thread
     * @return the result
     * @throws E what the work throws
     */
    T run(Python py) throws E;
}
