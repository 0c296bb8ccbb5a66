package io.pysail.sdk.cpython;

import org.jspecify.annotations.Nullable;

/** A platform thread of the runtime: a stack big enough for Python, and a thread state that stays while it lives. */
final class PythonThread extends Thread {
    /**
     * Python recurses on the C stack: a thousand nested calls through a sort take about 6 MiB, and JSON, reprs and
     * comparisons go as deep. Only what is touched takes memory.
     */
    static final long STACK_SIZE = 64L << 20;

    /** Set by the thread itself when it starts; null on a thread whose Python has not started. */
    @Nullable
    ThreadAttachment attachment;

    PythonThread(String name, Runnable work) {
        super(null, work, name, STACK_SIZE, false);
        setDaemon(true);
    }
}
