/** For engines that use Apache Arrow Java: batches to and from {@code VectorSchemaRoot} without copies. */
@NullMarked
package io.pysail.sdk.arrow;

import org.jspecify.annotations.NullMarked;
