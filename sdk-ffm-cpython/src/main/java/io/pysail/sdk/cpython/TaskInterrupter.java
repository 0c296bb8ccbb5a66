package io.pysail.sdk.cpython;

import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;

/**
 * Lets other threads raise an exception in Python code that runs on this one.
 *
 * <p>It is raised between two of Python's instructions: code that waits in C does not notice until it returns.
 *
 * <p>Opened and closed on the thread that runs the code, attached; in between any attached thread may {@link #raise}.
 *
 * @since 0.1
 */
public final class TaskInterrupter {
    private final long threadId;

    // Guarded by this, which is held while nothing of Python's runs: the call below swaps a pointer to a class.
    private boolean ended;

    private TaskInterrupter(long threadId) {
        this.threadId = threadId;
    }

    /**
     * Opens the calling thread for exceptions of others.
     *
     * @param py the token of the calling thread
     * @return the interrupter, which the same thread {@linkplain #end ends}
     */
    public static TaskInterrupter open(Python py) {
        try (PyObject id = py.importModule("_thread").callMethod("get_ident")) {
            return new TaskInterrupter(id.toLong());
        }
    }

    /**
     * Raises an exception in the thread that opened this, unless it has ended.
     *
     * @param py the token of the calling thread
     * @param type the exception's class
     */
    public synchronized void raise(Python py, PyObject type) {
        if (!ended) {
            CPython.PyThreadState_SetAsyncExc(threadId, type.address(py));
        }
    }

    /**
     * Closes the calling thread again, and takes back an exception that it has not noticed yet.
     *
     * @param py the token of the calling thread
     */
    public synchronized void end(Python py) {
        py.check();
        ended = true;
        CPython.PyThreadState_SetAsyncExc(threadId, MemorySegment.NULL);
    }
}
