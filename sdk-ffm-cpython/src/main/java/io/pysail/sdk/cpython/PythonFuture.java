package io.pysail.sdk.cpython;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What {@link PythonRuntime#submit} gives: a future that refuses to be waited for on an attached thread, which holds the
 * GIL that the task needs. The wait would never end, and nothing else in Python would go on meanwhile.
 */
final class PythonFuture<T extends @Nullable Object> extends CompletableFuture<T> {
    @Override
    public <U extends @Nullable Object> CompletableFuture<U> newIncompleteFuture() {
        return new PythonFuture<>();
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        refuseToWaitAttached();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        refuseToWaitAttached();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        refuseToWaitAttached();
        return super.join();
    }

    private void refuseToWaitAttached() {
        if (!isDone() && ThreadAttachment.isCurrentAttached()) {
            throw waitingAttached();
        }
    }

    private static IllegalStateException waitingAttached() {
        return new IllegalStateException("this thread is attached to Python, and the task that it wants to wait for"
                + " cannot run meanwhile: wait within py.detach(() -> …)");
    }
}
