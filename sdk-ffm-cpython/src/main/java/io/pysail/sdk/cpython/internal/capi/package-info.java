/**
 * CPython's C API as jextract generated it, and the few classes that bind it to the libpython of this process.
 *
 * <p>The generated classes live in {@code src/generated/java} and are never edited: {@code regenerate} makes them.
 */
@NullMarked
package io.pysail.sdk.cpython.internal.capi;

import org.jspecify.annotations.NullMarked;
