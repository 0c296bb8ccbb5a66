/** For engine builders: the typed filter algebra that is pushed down to Python data sources. */
@NullMarked
package io.pysail.sdk.filter;

import org.jspecify.annotations.NullMarked;
