/** For the SDK's own modules: what several of them need and nobody else may rely on. */
@NullMarked
package io.pysail.sdk.filter.internal;

import org.jspecify.annotations.NullMarked;
