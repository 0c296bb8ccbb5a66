package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cpython.PythonRuntime;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Runs sources on the threads of the runtime of this process.
 *
 * <p>Thread-safe. Closing it gates what it starts; the interpreter itself stays as long as the process.
 */
final class InProcessExecutor implements PythonExecutor {
    private final PythonRuntime runtime;
    private volatile boolean closed;

    InProcessExecutor(PythonRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public String name() {
        return InProcessExecutorProvider.NAME;
    }

    @Override
    public ExecutorHealth health() {
        if (closed) {
            throw alreadyClosed();
        }
        long start = System.nanoTime();
        boolean gilEnabled = await(runtime.submit(py -> {
            py.importModule("math");
            return py.importModule("sys")
                    .findAttr("_is_gil_enabled")
                    .map(isGilEnabled -> isGilEnabled.call().toBoolean())
                    .orElse(true);
        }));
        return new ExecutorHealth(
                runtime.installation().version(), gilEnabled, Duration.ofNanos(System.nanoTime() - start));
    }

    private static <T> T await(CompletableFuture<T> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof SailException cause) {
                throw cause;
            }
            throw e;
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public void exit(int status) {
        close();
        runtime.exit(status);
    }

    private static IllegalStateException alreadyClosed() {
        return new IllegalStateException("this executor is closed: open another one");
    }
}
