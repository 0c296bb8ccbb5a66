/**
 * For engine builders: Python environments, the executors that run them, and the errors they raise.
 *
 * <p>Start with {@link io.pysail.sdk.PythonEnvironment}, which names a Python, and hand it to the loader, which finds an
 * executor for it. Everything that can go wrong is a {@link io.pysail.sdk.SailException}.
 */
@NullMarked
package io.pysail.sdk;

import org.jspecify.annotations.NullMarked;
