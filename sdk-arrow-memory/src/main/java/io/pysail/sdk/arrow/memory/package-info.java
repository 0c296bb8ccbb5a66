/** For engines that use Apache Arrow Java: memory for it over {@code java.lang.foreign}. */
@NullMarked
package io.pysail.sdk.arrow.memory;

import org.jspecify.annotations.NullMarked;
