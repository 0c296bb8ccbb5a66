/**
 * The objects of rows, read by Java: by their addresses where this interpreter's layout is known, else by calls of the C
 * API, and written into columns.
 *
 * <p>Everything here takes raw addresses of objects that the caller keeps alive, and runs attached.
 */
@NullMarked
package io.pysail.sdk.cpython.internal.rows;

import org.jspecify.annotations.NullMarked;
