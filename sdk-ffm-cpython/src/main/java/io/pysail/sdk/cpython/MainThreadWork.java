package io.pysail.sdk.cpython;

import static java.lang.System.Logger.Level.WARNING;

import io.pysail.sdk.cpython.internal.capi.CPython;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * What Python's main thread does after it has started the interpreter: it releases references and Arrow memory that were
 * given up on threads without the GIL, also when nothing else attaches.
 *
 * <p>Leaving work here only enqueues it: it never blocks, whatever locks the caller holds and whatever holds the GIL.
 *
 * <p>Thread-safe.
 */
final class MainThreadWork {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.cpython");

    /** How many pieces are done before other threads may have the GIL. */
    private static final int BATCH = 256;

    /**
     * How long the thread collects work before it does it. A read of small batches gives up one every few microseconds:
     * to be woken for each takes a processor, and sometimes the GIL, from the two threads that read.
     */
    private static final long LINGER_NANOS = 100_000;

    private final ConcurrentLinkedQueue<Runnable> pending = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Runnable> pendingDetached = new ConcurrentLinkedQueue<>();
    private final Thread mainThread;
    private volatile boolean asleep;

    MainThreadWork(Thread mainThread) {
        this.mainThread = mainThread;
    }

    /** Takes a reference over, to be released soon. */
    void release(MemorySegment pointer) {
        later(() -> CPython.Py_DecRef(pointer));
    }

    /** Leaves work to the main thread, which is attached when it does it. */
    void later(Runnable work) {
        add(pending, work);
    }

    /**
     * Leaves work to the main thread, which is not attached when it does it: for functions of other libraries, which may
     * take the GIL, or wait for a thread that does.
     */
    void laterDetached(Runnable work) {
        add(pendingDetached, work);
    }

    private void add(ConcurrentLinkedQueue<Runnable> queue, Runnable work) {
        queue.add(work);
        // The main thread says that it sleeps before it looks a last time, so one of the two sees the other.
        if (asleep) {
            LockSupport.unpark(mainThread);
        }
    }

    /** What the main thread does, for ever; it is not attached when it calls this. */
    void doForEver(ThreadAttachment attachment) {
        while (true) {
            awaitWork();
            doBatch(pendingDetached);
            if (!pending.isEmpty()) {
                attachment.enter();
                try {
                    doBatch(pending);
                } finally {
                    attachment.leave();
                }
            }
        }
    }

    /** Lets work collect where there was none; where there is some left, it goes on at once. */
    private void awaitWork() {
        if (!isIdle()) {
            return;
        }
        while (isIdle()) {
            asleep = true;
            if (isIdle()) {
                // What an object ran at its end may have interrupted this thread, which would never sleep again.
                var _ = Thread.interrupted();
                LockSupport.park(this);
            }
            asleep = false;
        }
        LockSupport.parkNanos(this, LINGER_NANOS);
    }

    private boolean isIdle() {
        return pending.isEmpty() && pendingDetached.isEmpty();
    }

    private static void doBatch(ConcurrentLinkedQueue<Runnable> queue) {
        for (int i = 0; i < BATCH; i++) {
            Runnable work = queue.poll();
            if (work == null) {
                return;
            }
            try {
                work.run();
            } catch (Throwable e) {
                report(e); // the next must not suffer
            }
        }
    }

    private static void report(Throwable failure) {
        try {
            LOGGER.log(WARNING, "what was left to Python's main thread failed", failure);
        } catch (Throwable e) {
            // The logger is the program's own, and this thread is everybody's.
        }
    }
}
