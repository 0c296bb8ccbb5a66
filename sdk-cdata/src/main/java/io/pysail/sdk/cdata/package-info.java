/**
 * For everyone who touches data: Arrow's types, its three C structs, and batches as read-only column views.
 *
 * <p>{@link io.pysail.sdk.cdata.ArrowImporter} takes over what another library made, without a copy, and
 * {@link io.pysail.sdk.cdata.ArrowExporter} hands it over; {@link io.pysail.sdk.cdata.BatchBuilder} makes it in Java.
 * In between is an {@link io.pysail.sdk.cdata.ArrowBatch}, a handle that any thread may hold, retain and close. To read
 * one, a thread opens a {@link io.pysail.sdk.cdata.BatchView} of its own, whose {@link io.pysail.sdk.cdata.Column}s it
 * then reads at the speed of plain memory; the memory stays until the last view and the last handle are closed.
 *
 * <p>A {@link io.pysail.sdk.cdata.BatchConversion} brings batches to a declared schema where nothing is lost.
 */
@NullMarked
package io.pysail.sdk.cdata;

import org.jspecify.annotations.NullMarked;
