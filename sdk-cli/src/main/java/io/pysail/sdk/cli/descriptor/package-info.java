/**
 * For the command and its verbs: descriptors of the process, as C sees them.
 *
 * <p>{@link io.pysail.sdk.cli.descriptor.StandardOutput#claim} keeps standard output for the data alone, before any
 * Python runs; {@link io.pysail.sdk.cli.descriptor.DataTarget} is where data goes, that or a file;
 * {@link io.pysail.sdk.cli.descriptor.Terminal} is what a person looks at, and
 * {@link io.pysail.sdk.cli.descriptor.ProgressLine} what the person sees there while a read takes its time.
 *
 * <p>Calls the C library of Linux.
 */
@NullMarked
package io.pysail.sdk.cli.descriptor;

import org.jspecify.annotations.NullMarked;
