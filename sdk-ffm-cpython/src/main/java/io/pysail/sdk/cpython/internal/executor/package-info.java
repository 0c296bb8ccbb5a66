/** The executor that runs sources in this process. */
@NullMarked
package io.pysail.sdk.cpython.internal.executor;

import org.jspecify.annotations.NullMarked;
