package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.InternalException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.cpython.PythonTask;
import io.pysail.sdk.spi.SourceFailures;
import io.pysail.sdk.spi.SourceRequest;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Runs tasks on Python's threads for callers who wait, and makes errors of what they throw. */
final class Answers {
    private Answers() {}

    /**
     * Waits for a task, which has a thread for itself: what a source does while it is planned may take long.
     *
     * <p>On a thread that is attached the task runs at once: it would wait for itself.
     */
    static <T> T of(PythonRuntime runtime, PythonTask<T, RuntimeException> task) {
        return PythonRuntime.isAttached() ? runtime.attach(task) : await(runtime.submitLong(task));
    }

    /** The same, with what a source raised told as its error. */
    static <T> T of(
            PythonRuntime runtime, SourceRequest request, String operation, PythonTask<T, RuntimeException> task) {
        try {
            return of(runtime, task);
        } catch (PythonException e) {
            throw SourceFailures.of(e, request, operation);
        }
    }

    /** Runs what waits for sources to stop, which need the GIL for that, also if this thread holds it. */
    static void waitDetached(PythonRuntime runtime, Runnable wait) {
        if (PythonRuntime.isAttached()) {
            runtime.attach(py -> py.detach(() -> {
                wait.run();
                return null;
            }));
        } else {
            wait.run();
        }
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SailException error
                    ? error
                    : failed(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    private static RuntimeException failed(Throwable cause) {
        return cause instanceof IllegalStateException refused
                ? new IllegalStateException(refused.getMessage(), refused)
                : InternalException.of("a task in Python failed: " + cause, cause);
    }
}
