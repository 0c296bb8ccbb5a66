package io.pysail.sdk.cpython;

import org.jspecify.annotations.Nullable;

/**
 * Work that must not hold Python up: what {@link Python#detach} runs.
 *
 * @param <T> what it gives back
 * @param <E> what it throws, inferred as {@link RuntimeException} where it throws nothing checked
 * @since 0.1
 */
@FunctionalInterface
public interface DetachedTask<T extends @Nullable Object, E extends Exception> {
    /**
     * Runs with the thread detached from Python.
     *
     * @return the result
     * @throws E what the work throws
     */
    T run() throws E;
}
