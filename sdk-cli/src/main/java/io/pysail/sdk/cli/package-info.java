/**
 * The {@code sail} command: {@link io.pysail.sdk.cli.Sail} is its main class, each verb a class of its own.
 *
 * <p>What a verb finds is a record; how it is shown, as text or as JSON, is a matter of another class.
 */
@NullMarked
package io.pysail.sdk.cli;

import org.jspecify.annotations.NullMarked;
