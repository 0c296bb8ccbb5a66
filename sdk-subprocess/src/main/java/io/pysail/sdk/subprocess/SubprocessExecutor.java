package io.pysail.sdk.subprocess;

import io.pysail.sdk.ExecutorHealth;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.PythonVersion;
import io.pysail.sdk.spi.SourceRequest;
import io.pysail.sdk.spi.SourceRunner;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Runs sources in worker processes of one environment.
 *
 * <p>Thread-safe.
 */
final class SubprocessExecutor implements PythonExecutor {
    private static final SourceRequest NO_SOURCE = new SourceRequest("", Map.of(), List.of(), null);

    private final PythonVersion version;
    private final Workers workers;
    private final Residents residents;

    SubprocessExecutor(PythonVersion version, Workers workers, Residents residents) {
        this.version = version;
        this.workers = workers;
        this.residents = residents;
    }

    @Override
    public String name() {
        return SubprocessExecutorProvider.NAME;
    }

    @Override
    public ExecutorHealth health() {
        long start = System.nanoTime();
        boolean gilEnabled = workers.asking(NO_SOURCE, "health", worker -> {
            JsonMessage answer = Call.ask(worker, Map.of("verb", "health"), List.of());
            return !Boolean.FALSE.equals(answer.json().get("gil"));
        });
        Duration roundTrip = Duration.ofNanos(System.nanoTime() - start);
        return new ExecutorHealth(version, gilEnabled, roundTrip, workers.running(), 0);
    }

    @Override
    public SourceRunner sources() {
        workers.requireOpen();
        return new WorkerSources(workers, residents);
    }

    @Override
    public void close() {
        workers.close();
    }
}
