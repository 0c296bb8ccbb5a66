/**
 * An executor over another one, with what an engine wants of all its sources in one place.
 *
 * <p>Read {@link io.pysail.sdk.examples.executor.GovernedExecutorProvider} first, then down the chain of what it makes:
 * executor, sources, session, scan, read. Each wraps what the other executor made and adds what is its own; batches pass
 * through as they are.
 */
@NullMarked
package io.pysail.sdk.examples.executor;

import org.jspecify.annotations.NullMarked;
