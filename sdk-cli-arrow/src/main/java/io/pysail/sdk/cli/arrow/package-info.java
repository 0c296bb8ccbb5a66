/**
 * For the {@code sail} command: Arrow IPC, by Arrow Java.
 *
 * <p>Apart from the command, which must start fast for those who want no Arrow: it finds this module as a provider of
 * {@link io.pysail.sdk.cli.output.ArrowSinks} and of {@link io.pysail.sdk.cli.input.ArrowInputs}, in a layer that is made
 * when somebody asks for it.
 */
@NullMarked
package io.pysail.sdk.cli.arrow;

import org.jspecify.annotations.NullMarked;
