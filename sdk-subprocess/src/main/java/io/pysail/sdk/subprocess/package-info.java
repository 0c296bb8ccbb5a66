/** The executor that runs Python data sources in worker processes. */
@NullMarked
package io.pysail.sdk.subprocess;

import org.jspecify.annotations.NullMarked;
