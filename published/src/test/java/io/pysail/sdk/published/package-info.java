/** Sources and sinks that others have published for PySpark: that they run here as they are, and without PySpark. */
@NullMarked
package io.pysail.sdk.published;

import org.jspecify.annotations.NullMarked;
