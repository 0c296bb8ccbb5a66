/**
 * For engine builders: finds the executors on the module path and on the class path.
 *
 * <p>Start with {@link io.pysail.sdk.loader.PythonExecutors}, which opens the best one for a Python, or lists them all
 * with what is missing.
 */
@NullMarked
package io.pysail.sdk.loader;

import org.jspecify.annotations.NullMarked;
