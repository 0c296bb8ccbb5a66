/** For authors of executors and sources: the contract suites that every executor passes. */
@NullMarked
package io.pysail.sdk.testkit;

import org.jspecify.annotations.NullMarked;
