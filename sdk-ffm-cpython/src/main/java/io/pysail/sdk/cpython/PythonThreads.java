package io.pysail.sdk.cpython;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The runtime's own threads: platform threads with big stacks and pinned thread states, made as they are needed, bounded
 * in number, ended when they have been idle for a while.
 *
 * <p>Thread-safe.
 */
final class PythonThreads {
    private static final int NUMBER = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
    private static final long IDLE_SECONDS = 30;

    private final AtomicInteger made = new AtomicInteger();
    private final ThreadPoolExecutor pool;

    PythonThreads() {
        pool = new ThreadPoolExecutor(
                NUMBER, NUMBER, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), this::thread);
        pool.allowCoreThreadTimeOut(true);
    }

    private Thread thread(Runnable worker) {
        return new PythonThread("sail-python-" + made.incrementAndGet(), () -> {
            PythonThread self = (PythonThread) Thread.currentThread();
            ThreadAttachment.pinFor(self, worker);
        });
    }

    <T extends @Nullable Object, E extends Exception> CompletableFuture<T> submit(
            PythonRuntime runtime, PythonTask<T, E> task) {
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
