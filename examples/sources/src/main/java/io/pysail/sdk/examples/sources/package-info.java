/**
 * A jar with Python sources: one provider, and beside it the folder {@code python} that holds the code.
 *
 * <p>A jar of one's own needs no more than this one has: the code, a class like
 * {@link io.pysail.sdk.examples.sources.ExampleSources}, and its name in the module descriptor and in
 * {@code META-INF/services}.
 */
@NullMarked
package io.pysail.sdk.examples.sources;

import org.jspecify.annotations.NullMarked;
