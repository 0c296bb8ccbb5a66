/**
 * What the SDK needs of the operating system's C library. Linux only; what another system would do otherwise stays
 * within these classes.
 */
@NullMarked
package io.pysail.sdk.cpython.internal.system;

import org.jspecify.annotations.NullMarked;
