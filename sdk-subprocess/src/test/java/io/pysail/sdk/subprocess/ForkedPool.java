package io.pysail.sdk.subprocess;

import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.spi.ExecutorOptions;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Programs that use a pool, for JVMs of their own: what they print is what the tests look at. */
final class ForkedPool {
    private static final Duration LONG = Duration.ofSeconds(60);

    private ForkedPool() {}

    /** Arguments: what to do, an interpreter, a folder with Python modules. */
    public static void main(String... arguments) throws Exception {
        PythonEnvironment environment = PythonEnvironment.of(Path.of(arguments[1]));
        ExecutorOptions options = ExecutorOptions.none().withSearchPath(List.of(Path.of(arguments[2])));
        SupervisorSetup setup = SupervisorSetup.of(options, WorkerLimits.defaults());
        switch (arguments[0]) {
            case "import" -> importModule(environment, setup);
            case "exhaust" -> exhaust(environment, setup);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /** Has two workers import a module, and waits to be killed, or for the end of standard input to close the pool. */
    private static void importModule(PythonEnvironment environment, SupervisorSetup setup) throws Exception {
        try (WorkerPool pool = new WorkerPool(environment, settings(), setup)) {
            for (int i = 0; i < 2; i++) {
                Worker worker = pool.lease();
                Map<String, Object> call =
                        Map.of("verb", "open", "name", "loud:Missing", "options", Map.of(), "paths", List.of());
                worker.channel().send(FrameTypes.CALL, 0, 1, JsonMessage.of(call, List.of()));
                Frame answer = Objects.requireNonNull(worker.channel().receive(LONG.toNanos()));
                System.out.println("answer " + answer.type());
                ProcessHandle process = ProcessHandle.of(worker.pid()).orElseThrow();
                System.out.println("pid " + process.parent().orElseThrow().pid());
                System.out.println("pid " + process.pid());
            }
            System.out.println("ready");
            if (System.in.read() >= 0) {
                throw new IllegalStateException("nothing is said to this program");
            }
        }
        System.out.println("closed");
    }

    /** Takes all descriptors but one, which classes need to be loaded, until a start has failed. */
    private static void exhaust(PythonEnvironment environment, SupervisorSetup setup) throws Exception {
        Deque<FileInputStream> taken = new ArrayDeque<>();
        StartCircuit circuit = new StartCircuit(
                () -> {
                    System.out.println("a start failed, with " + (taken.isEmpty() ? "some" : "no") + " descriptors");
                    taken.forEach(ForkedPool::close);
                    taken.clear();
                    return System.nanoTime();
                },
                () -> 0);
        try (WorkerPool pool = new WorkerPool(environment, settings(), setup, circuit)) {
            pool.lease();
            try {
                while (true) {
                    taken.add(new FileInputStream("/dev/null"));
                }
            } catch (IOException _) {
                taken.removeFirst().close();
            }
            Worker worker = pool.lease();
            System.out.println("leased " + Calls.health(worker).text("python") + ", " + pool.snapshot());
        }
    }

    private static void close(FileInputStream file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PoolSettings settings() {
        return new PoolSettings(4, 0, LONG, 0, 0, Map.of(), Integer.MAX_VALUE);
    }
}
