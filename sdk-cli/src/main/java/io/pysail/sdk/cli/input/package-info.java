/**
 * For the {@code sail} command: files of rows, which become batches to be written to a source.
 *
 * <p>What {@link io.pysail.sdk.cli.output} writes is read here, and comes out the same. Nothing is guessed that could lose
 * data, and what does not fit is refused with its line and its column.
 */
@NullMarked
package io.pysail.sdk.cli.input;

import org.jspecify.annotations.NullMarked;
