package io.pysail.sdk.cpython;

import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import java.lang.foreign.MemorySegment;

/**
 * A strong reference to a Python object that may be stored, passed between threads and closed anywhere.
 *
 * <p>It is used by {@linkplain #bind binding} it where a thread is attached. Whoever made it closes it: nothing else
 * does, but in debug mode the runtime {@linkplain PythonRuntime#openReferences counts} those that are open.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
public final class PyRef implements AutoCloseable {
    private final PythonRuntime runtime;
    private final MemorySegment pointer;
    private volatile boolean closed;

    /** Takes a reference over. */
    PyRef(PythonRuntime runtime, MemorySegment pointer, String typeName) {
        this.runtime = runtime;
        this.pointer = pointer;
        runtime.references().opened(this, typeName);
    }

    /**
     * The object, for use in the innermost scope of an attached thread.
     *
     * @param py the token of the calling thread
     * @return the object, which lives as long as that scope, even if this reference is closed meanwhile
     * @throws IllegalStateException if this reference is closed
     */
    public PyObject bind(Python py) {
        py.check();
        return py.steal(newReference(py));
    }

    /** A reference of the caller's own. */
    MemorySegment newReference(Python py) {
        py.check();
        // With a GIL, which this thread holds, nobody can release the object between the check and the new reference:
        // who closes attached needs the GIL, and what others leave to the main thread waits for it there.
        if (!runtime.installation().freeThreaded()) {
            return newReference();
        }
        synchronized (this) {
            return newReference();
        }
    }

    private MemorySegment newReference() {
        if (closed) {
            throw alreadyClosed();
        }
        HotCalls.incRef(pointer);
        return pointer;
    }

    /**
     * Gives the reference up; twice does no harm.
     *
     * <p>Never blocks where the thread is not attached: the object is released soon, by a thread of the runtime. On an
     * attached thread it is released at once.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        runtime.references().closed(this);
        if (ThreadAttachment.isCurrentAttached()) {
            CPython.Py_DecRef(pointer);
        } else {
            runtime.mainThread().release(pointer);
        }
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("this reference is closed: bind it before, and keep the object");
    }
}
