/** Benchmarks: one class for each question, which its Javadoc asks; the baseline comes first. */
@NullMarked
package io.pysail.sdk.jmh;

import org.jspecify.annotations.NullMarked;
