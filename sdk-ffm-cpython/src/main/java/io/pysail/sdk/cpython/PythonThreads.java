package io.pysail.sdk.cpython;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's own threads: platform threads with big stacks and pinned thread states, made as they are needed, ended
 * when they have been idle for a while. Those for short tasks are bounded in number.
 *
 * <p>Thread-safe.
 */
final class PythonThreads {
    private static final int NUMBER = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final long IDLE_SECONDS = 30;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor shortTasks;
    private final ThreadPoolExecutor longTasks;

    PythonThreads() {
        shortTasks = new ThreadPoolExecutor(
                NUMBER, NUMBER, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        shortTasks.allowCoreThreadTimeOut(true);
        longTasks = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
    }

    private Thread thread(Runnable worker) {
        return new PythonThread("sail-python-" + made.incrementAndGet(), () -> {
            PythonThread self = (PythonThread) Thread.currentThread();
            ThreadAttachment.pinFor(self, worker);
        });
    }

    <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submit(
            PythonRuntime runtime, PythonTask<T, E> task) {
        return submit(shortTasks, runtime, task);
    }

    <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submitLong(
            PythonRuntime runtime, PythonTask<T, E> task) {
        return submit(longTasks, runtime, task);
    }

    private static <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submit(
            ThreadPoolExecutor pool, PythonRuntime runtime, PythonTask<T, E> task) {
        CompletableFuture<T> future = new PythonFuture<>();
        pool.execute(() -> {
            if (future.isDone()) {
                return; // cancelled while it waited
            }
            if (runtime.isClosing()) {
                future.completeExceptionally(PythonRuntime.leaving());
                return;
            }
            try {
                future.complete(ThreadAttachment.current().attach(runtime, task));
            } catch (Throwable e) {
                future.completeExceptionally(e);
            }
        });
        return future;
    }
}
