/**
 * For authors of executors: implement {@link io.pysail.sdk.spi.PythonExecutorProvider} and declare it in the module
 * ({@code provides}) and, for class paths, in {@code META-INF/services}.
 */
@NullMarked
package io.pysail.sdk.spi;

import org.jspecify.annotations.NullMarked;
