package io.pysail.sdk.cpython;

import io.pysail.sdk.PythonException;
import io.pysail.sdk.cpython.internal.capi.CPython;
import io.pysail.sdk.cpython.internal.capi.HotCalls;
import io.pysail.sdk.cpython.internal.system.ThreadStack;
import java.lang.foreign.MemorySegment;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How one thread stands to Python: whether it is attached, which thread state it has, and its innermost open scope.
 *
 * <p>There is one for each thread that ever attached. On the runtime's own threads the thread state is pinned: made once
 * and kept, so that attaching is no more than taking the GIL, and libraries that keep things by thread find them again.
 * On a caller's thread the state lives as long as its outermost {@code attach}.
 *
 * <p>Confined to its thread, but for {@link #isUsable}, which tells other threads that it is not theirs.
 */
final class ThreadAttachment {
    /** Less than this and a recursive sort or a nested repr runs off the end, which kills the JVM. */
    static final long SMALLEST_STACK = 16L << 20;

    private static final ThreadLocal<ThreadAttachment> OF_FOREIGN_THREADS =
            ThreadLocal.withInitial(() -> new ThreadAttachment(Thread.currentThread()));

    private final Thread thread;

    /** Whether Java attached. C code that Python called may have let go of the GIL since: {@link #isAttached} asks. */
    private boolean attached;

    private boolean stackMeasured;

    /** The thread state to return to, or NULL on a thread that has none (or whose state we did not detach). */
    private MemorySegment saved = MemorySegment.NULL;

    @Nullable
    private Python innermost;

    /** How many calls by Python are under way on this thread, each within the one before. */
    private int upcalls;

    /** What Python raised last within one of them, and the exception object itself: a reference of ours, or NULL. */
    @Nullable
    private PythonException lastRaised;

    private MemorySegment lastRaisedObject = MemorySegment.NULL;

    private ThreadAttachment(Thread thread) {
        this.thread = thread;
    }

    /** That of the calling thread, which must not be virtual. */
    static ThreadAttachment current() {
        Thread thread = Thread.currentThread();
        if (thread instanceof PythonThread own && own.attachment != null) {
            return own.attachment;
        }
        if (thread.isVirtual()) {
            // It would sleep on one carrier with the GIL held and wake up on another without it.
            throw virtualThread();
        }
        return OF_FOREIGN_THREADS.get();
    }

    /** Whether the calling thread is attached; true of no virtual thread. */
    static boolean isCurrentAttached() {
        return isMarkedAttached() && HotCalls.holdsGil();
    }

    private static boolean isMarkedAttached() {
        return !Thread.currentThread().isVirtual() && current().attached;
    }

    /** Makes the calling thread, which holds the GIL with a thread state of its own, one with a pinned state. */
    static ThreadAttachment pinHolding(PythonThread thread) {
        ThreadAttachment attachment = new ThreadAttachment(thread);
        attachment.saved = CPython.PyEval_SaveThread();
        thread.attachment = attachment;
        return attachment;
    }

    /** Gives the calling thread a thread state for as long as {@code work} runs. */
    static void pinFor(PythonThread thread, Runnable work) {
        int before = CPython.PyGILState_Ensure();
        ThreadAttachment attachment = pinHolding(thread);
        try {
            work.run();
        } finally {
            CPython.PyEval_RestoreThread(attachment.saved);
            CPython.PyGILState_Release(before);
        }
    }

    /** Whether the calling thread is this one, and attached. Three field reads, from any thread. */
    boolean isUsable() {
        return thread == Thread.currentThread() && attached;
    }

    Thread thread() {
        return thread;
    }

    int upcalls() {
        return upcalls;
    }

    boolean isAttached() {
        return attached && HotCalls.holdsGil();
    }

    Python innermost() {
        Python scope = innermost;
        if (scope == null) {
            throw new AssertionError("attached without a scope");
        }
        return scope;
    }

    /** Attaches unless the thread already is, and runs a task in a scope of its own. */
    <T extends @Nullable Object, E extends Exception> T attach(PythonRuntime runtime, PythonTask<T, E> task) throws E {
        if (isAttached()) {
            return inScope(runtime, task);
        }
        boolean attachedBefore = attached; // if so, C code has let go of the GIL, and will want it as it was
        MemorySegment savedBefore = saved;
        try {
            return savedBefore.address() == 0 ? attachForeign(runtime, task) : attachSaved(runtime, task);
        } finally {
            attached = attachedBefore;
            saved = savedBefore;
        }
    }

    private <T extends @Nullable Object, E extends Exception> T attachSaved(
            PythonRuntime runtime, PythonTask<T, E> task) throws E {
        enter();
        try {
            return inScope(runtime, task);
        } finally {
            leave();
        }
    }

    private <T extends @Nullable Object, E extends Exception> T attachForeign(
            PythonRuntime runtime, PythonTask<T, E> task) throws E {
        requireStack();
        int before = CPython.PyGILState_Ensure();
        attached = true;
        try {
            return inScope(runtime, task);
        } finally {
            attached = false;
            CPython.PyGILState_Release(before);
        }
    }

    /** Runs a task for Python, which called Java on this thread and therefore holds the GIL. */
    <T extends @Nullable Object, E extends Exception> T upcall(PythonRuntime runtime, PythonTask<T, E> task) throws E {
        boolean attachedBefore = attached;
        MemorySegment savedBefore = saved;
        attached = true;
        upcalls++;
        try {
            return inScope(runtime, task);
        } finally {
            upcalls--;
            forgetRaised();
            attached = attachedBefore;
            saved = savedBefore;
        }
    }

    /** Runs what C code calls, perhaps after it has let go of the GIL: then tokens of this thread are not usable. */
    static <T extends @Nullable Object> T calledByC(Supplier<T> work) {
        if (!isMarkedAttached() || HotCalls.holdsGil()) {
            return work.get();
        }
        ThreadAttachment here = current();
        here.attached = false;
        try {
            return work.get();
        } finally {
            here.attached = true;
        }
    }

    /** Runs a task in a new innermost scope, and releases what it owned. */
    <T extends @Nullable Object, E extends Exception> T inScope(PythonRuntime runtime, PythonTask<T, E> task) throws E {
        Python outer = innermost;
        Python scope = new Python(runtime, this);
        innermost = scope;
        try {
            return scope.refuseEscape(task.run(scope));
        } finally {
            innermost = outer;
            scope.end();
        }
    }

    /** Takes an exception object over: within a Java function, so that it can be raised again if that lets it through. */
    void rememberRaised(PythonException exception, MemorySegment object) {
        if (upcalls == 0) {
            CPython.Py_DecRef(object);
            return;
        }
        forgetRaised();
        lastRaised = exception;
        lastRaisedObject = object;
    }

    /** The exception object behind an exception, borrowed; NULL if it is not the last that was raised in it. */
    MemorySegment raisedObject(PythonException exception) {
        return exception == lastRaised ? lastRaisedObject : MemorySegment.NULL;
    }

    private void forgetRaised() {
        MemorySegment object = lastRaisedObject;
        lastRaised = null;
        lastRaisedObject = MemorySegment.NULL;
        if (object.address() != 0) {
            CPython.Py_DecRef(object);
        }
    }

    /** Runs a task with the thread detached. */
    <T extends @Nullable Object, E extends Exception> T detach(DetachedTask<T, E> task) throws E {
        leave();
        try {
            return task.run();
        } finally {
            enter();
        }
    }

    void enter() {
        CPython.PyEval_RestoreThread(saved);
        attached = true;
    }

    void leave() {
        attached = false;
        saved = CPython.PyEval_SaveThread();
    }

    private void requireStack() {
        if (!stackMeasured) {
            long size = ThreadStack.size();
            if (size < SMALLEST_STACK) {
                throw smallStack(thread, size);
            }
            stackMeasured = true;
        }
    }

    private static IllegalStateException virtualThread() {
        return new IllegalStateException("a virtual thread cannot attach to Python: use PythonRuntime.submit,"
                + " which runs the task on a platform thread of the runtime");
    }

    private static IllegalStateException smallStack(Thread thread, long size) {
        return new IllegalStateException("thread " + thread.getName() + " has a stack of " + (size >> 10)
                + " KiB, and Python needs " + (SMALLEST_STACK >> 10) + " KiB: use PythonRuntime.submit,"
                + " or give the thread a bigger stack (-Xss16m, or the stackSize of its constructor)");
    }
}
