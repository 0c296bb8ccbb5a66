/** For everyone who touches data: Arrow's types, its three C structs, and batches as read-only column views. */
@NullMarked
package io.pysail.sdk.cdata;

import org.jspecify.annotations.NullMarked;
