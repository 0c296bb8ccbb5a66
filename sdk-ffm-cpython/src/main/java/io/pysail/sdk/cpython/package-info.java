/**
 * For those who want to call Python from Java: CPython in this process, with ownership and the GIL in the types.
 *
 * <p>Start with {@link io.pysail.sdk.cpython.PythonRuntime}: it starts Python and is the only way in. Inside,
 * {@link io.pysail.sdk.cpython.Python} is the proof that the thread is attached; {@link io.pysail.sdk.cpython.PyObject}
 * is an object that lives as long as the scope it was made in; {@link io.pysail.sdk.cpython.PyRef} is one that lives
 * until it is closed.
 *
 * <p>Programs that only want to run data sources need none of this: see {@link io.pysail.sdk}.
 */
@NullMarked
package io.pysail.sdk.cpython;

import org.jspecify.annotations.NullMarked;
