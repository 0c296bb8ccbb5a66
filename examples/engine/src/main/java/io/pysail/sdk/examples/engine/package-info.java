/**
 * A small query engine: it reads a Python data source in parallel, and counts, sums and compares what it finds in groups.
 *
 * <p>Begin with {@link io.pysail.sdk.examples.engine.QueryRun}, which has all of a query in the order in which it happens:
 * open, plan, read, leave out what the source did not, aggregate, merge. What {@code GroupTable} and {@code Fold} do is
 * the engine's own business and knows of no source.
 */
@NullMarked
package io.pysail.sdk.examples.engine;

import org.jspecify.annotations.NullMarked;
