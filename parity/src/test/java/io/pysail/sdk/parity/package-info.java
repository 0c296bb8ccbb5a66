/** Sources and sinks that run in PySpark and here: that rows, calls and errors are the same, but for what is written down. */
@NullMarked
package io.pysail.sdk.parity;

import org.jspecify.annotations.NullMarked;
