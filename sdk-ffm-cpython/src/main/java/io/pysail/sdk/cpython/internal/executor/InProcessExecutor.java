package io.pysail.sdk.cpython.internal.executor;

import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.cpython.PythonRuntime;
import io.pysail.sdk.spi.ExecutorOptions;
import io.pysail.sdk.spi.SourceRunner;
import java.time.Duration;

/**
 * Runs sources on the threads of the runtime of this process.
 *
 * <p>Thread-safe. Closing it gates what it starts; the interpreter itself stays as long as the process.
 */
final class InProcessExecutor implements PythonExecutor {
    private final PythonRuntime runtime;
    private final RunningTasks tasks;

    InProcessExecutor(PythonRuntime runtime, ExecutorOptions options) {
        this.runtime = runtime;
        this.tasks = new RunningTasks(runtime);
        SourceCode.load(runtime, options);
    }

    @Override
    public String name() {
        return InProcessExecutorProvider.NAME;
    }

    @Override
    public ExecutorHealth health() {
        tasks.requireOpen();
        long start = System.nanoTime();
        boolean gilEnabled = Answers.of(runtime, py -> {
            py.importModule("math");
            return py.importModule("sys")
                    .findAttr("_is_gil_enabled")
                    .map(isGilEnabled -> isGilEnabled.call().toBoolean())
                    .orElse(true);
        });
        return new ExecutorHealth(
                runtime.installation().version(),
                gilEnabled,
                Duration.ofNanos(System.nanoTime() - start),
                tasks.count(),
                RunningTasks.abandoned());
    }

    @Override
    public SourceRunner sources() {
        tasks.requireOpen();
        return new InProcessSources(runtime, tasks);
    }

    @Override
    public void close() {
        tasks.close();
    }

    @Override
    public void exit(int status) {
        close();
        runtime.exit(status);
    }
}
