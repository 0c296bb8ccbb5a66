package io.pysail.sdk.cpython;

import org.jspecify.annotations.Nullable;

/**
 * A Java function for Python to call, from whatever thread Python calls it on.
 *
 * @since 0.1
 * @see Python#function
 */
@FunctionalInterface
public interface PythonFunction {
    /**
     * Answers one call.
     *
     * @param py the token of the calling thread, for the length of this call
     * @param arguments what Python passed
     * @return a Java value that has a Python form, or an object of Python
     * @throws Exception anything: Python sees a {@code JavaError}, and if that reaches Java again, it is the
     *     {@linkplain Throwable#getCause() cause} there. What Python raised last on this thread is raised again as it was
     */
    @Nullable
    Object call(Python py, PythonArguments arguments) throws Exception;
}
