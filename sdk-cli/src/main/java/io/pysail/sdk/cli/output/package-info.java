/**
 * For the verbs that read data: batches become a table, CSV, JSON lines, or nothing but a number.
 *
 * <p>A verb takes a {@link io.pysail.sdk.cli.output.BatchSink} for each of the user's wishes, gives it the schema and
 * one batch after the other, and need not know more. What arrives in an {@link java.io.OutputStream} is UTF-8.
 *
 * <p>Inside, a {@code ValueReader} for each column hands the values of a row to a {@code ValueTarget}, which is JSON, a
 * field of CSV, or a cell of a table: each type is read in one place, and each form is written in one.
 */
@NullMarked
package io.pysail.sdk.cli.output;

import org.jspecify.annotations.NullMarked;
