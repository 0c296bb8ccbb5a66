/** Opening libpython and starting the interpreter in it: once in the life of a process. */
@NullMarked
package io.pysail.sdk.cpython.internal.start;

import org.jspecify.annotations.NullMarked;
