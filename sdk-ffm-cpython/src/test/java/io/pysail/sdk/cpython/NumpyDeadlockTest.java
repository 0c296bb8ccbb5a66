package io.pysail.sdk.cpython;

import static org.assertj.core.api.Assertions.assertThat;

import io.pysail.sdk.BatchReader;
import io.pysail.sdk.DataSource;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.Partition;
import io.pysail.sdk.PythonEnvironment;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.Scan;
import io.pysail.sdk.cdata.ArrowBatch;
import io.pysail.sdk.cdata.BatchView;
import io.pysail.sdk.cdata.LongColumn;
import io.pysail.sdk.cdata.OpenResources;
import io.pysail.sdk.cpython.internal.executor.InProcessExecutorProvider;
import io.pysail.sdk.spi.ExecutorOptions;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Batches whose memory is numpy's, so that their release needs the GIL, closed wherever that could wait for it: inside
 * monitors that threads of Python want too, and while views are open. For some seconds; for a minute with
 * {@code -Dsail.test.soak=true}.
 */
@ExtendWith({PythonUnderTest.class, Pyarrow.class, OnFewerVersions.class})
@Timeout(300)
class NumpyDeadlockTest {
    private static final int SECONDS = Boolean.getBoolean("sail.test.soak") ? 60 : 3;

    @Test
    void closingNeverWaitsForPythonWhileItWaitsForUs() throws Exception {
        ForkedJvm.Outcome outcome = ForkedJvm.withNativeAccess()
                .flag("-Xmx128m")
                .flag("-Xss16m") // so that no thread is kept from Python by its stack alone
                .run(
                        Closing.class,
                        CallerThreadTest.interpreter(),
                        Pyarrow.site().toString(),
                        Path.of("src", "test", "python", "numpy_backed.py")
                                .toAbsolutePath()
                                .toString(),
                        String.valueOf(SECONDS));

        assertThat(outcome.status()).as(outcome.all()).isZero();
        assertThat(outcome.out()).contains("batches");
    }

    /** The main class of the forked JVM. */
    static final class Closing {
        private static final int CONSUMERS = 4;
        private static final Object MONITOR = new Object();
        private static final AtomicLong PROGRESS = new AtomicLong();
        private static final BlockingQueue<ArrowBatch> TO_CLOSE = new LinkedBlockingQueue<>(64);
        private static final AtomicReference<byte[]> GARBAGE = new AtomicReference<>();
        private static volatile boolean over;

        public static void main(String[] args) throws Exception {
            PythonEnvironment environment = PythonEnvironment.of(Path.of(args[0]));
            watch();
            PythonRuntime runtime = PythonRuntime.start(environment);
            ExecutorOptions options = ExecutorOptions.none().withSearchPath(List.of(Path.of(args[1])));
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[3]));
            try (PythonExecutor executor = new InProcessExecutorProvider().create(environment, options);
                    DataSources sources =
                            DataSources.builder(executor).batchesInFlight(2).build();
                    DataSource source = sources.named(args[2] + ":NumpyBacked")
                            .options(Map.of("partitions", String.valueOf(CONSUMERS)))
                            .open()) {
                Scan scan = source.scan().plan();
                List<CompletableFuture<?>> threads = new ArrayList<>();
                for (Partition partition : scan.partitions()) {
                    threads.add(start("consumer", () -> consume(scan, partition, end)));
                }
                List<CompletableFuture<?>> helpers = new ArrayList<>();
                helpers.add(start("closer", Closing::closeOthers));
                helpers.add(start("closer", Closing::closeOthers));
                helpers.add(start("collector", Closing::collectGarbage));
                helpers.add(start("python", () -> usePython(runtime)));
                for (CompletableFuture<?> thread : threads) {
                    thread.get();
                }
                over = true;
                for (CompletableFuture<?> helper : helpers) {
                    helper.get();
                }
                TO_CLOSE.forEach(ArrowBatch::close);
            }
            awaitNothingOpen();
            System.out.println(PROGRESS.get() + " batches");
            runtime.exit(0);
        }

        /** Reads slowly, and closes in every way that there is, each batch when the reader has let go of it. */
        private static void consume(Scan scan, Partition partition, long end) throws InterruptedException {
            while (System.nanoTime() < end) {
                ArrayDeque<ArrowBatch> kept = new ArrayDeque<>();
                try (BatchReader reader = scan.read(partition)) {
                    for (int i = 0; i < 200 && System.nanoTime() < end && reader.next(); i++) {
                        kept.add(reader.batch().retain());
                        if (kept.size() > 2) {
                            close(kept.remove(), i);
                        }
                        PROGRESS.incrementAndGet();
                    }
                }
                kept.forEach(ArrowBatch::close);
            }
        }

        private static void close(ArrowBatch batch, int way) throws InterruptedException {
            switch (way % 4) {
                case 0 -> {
                    synchronized (MONITOR) {
                        sum(batch);
                        batch.close();
                    }
                }
                case 1 -> TO_CLOSE.put(batch);
                case 2 -> {
                    BatchView view = batch.read();
                    batch.close();
                    synchronized (MONITOR) {
                        view.close();
                    }
                }
                default -> {
                    Thread.sleep(1);
                    batch.close();
                }
            }
        }

        private static void sum(ArrowBatch batch) {
            try (BatchView view = batch.read()) {
                LongColumn ids = view.column(0).as(LongColumn.class);
                for (long row = 1; row < view.rowCount(); row++) {
                    if (ids.get(row) != ids.get(row - 1) + 1) {
                        throw new IllegalStateException("row " + row + " is " + ids.get(row));
                    }
                }
            }
        }

        private static void closeOthers() throws InterruptedException {
            while (!over) {
                ArrowBatch batch = TO_CLOSE.poll(10, TimeUnit.MILLISECONDS);
                if (batch != null) {
                    synchronized (MONITOR) {
                        sum(batch);
                        batch.close();
                    }
                }
            }
        }

        private static void collectGarbage() {
            while (!over) {
                GARBAGE.set(new byte[1 << 20]);
            }
        }

        /** Python that calls Java, which wants the monitor in which others close: with the GIL in hand, as is forbidden. */
        private static void usePython(PythonRuntime runtime) {
            while (!over) {
                runtime.submit(py -> {
                            PyObject locked = py.function("locked", (_, _) -> {
                                synchronized (MONITOR) {
                                    return 1;
                                }
                            });
                            return py.eval("sum(locked() for n in range(100))", Map.of("locked", locked))
                                    .toLong();
                        })
                        .join();
            }
        }

        private static CompletableFuture<?> start(String name, Work work) {
            CompletableFuture<Boolean> done = new CompletableFuture<>();
            Thread.ofPlatform().name(name).daemon().start(() -> {
                try {
                    work.run();
                    done.complete(true);
                } catch (Throwable e) {
                    e.printStackTrace();
                    done.completeExceptionally(e);
                }
            });
            return done;
        }

        private interface Work {
            void run() throws Exception;
        }

        /** Ends the process with a dump of its threads when nothing goes on for long. */
        private static void watch() {
            Thread.ofPlatform().name("watchdog").daemon().start(() -> {
                long seen = -1;
                int idle = 0;
                while (true) {
                    try {
                        Thread.sleep(1000);
                    } catch (InterruptedException e) {
                        return;
                    }
                    idle = PROGRESS.get() == seen ? idle + 1 : 0;
                    seen = PROGRESS.get();
                    if (idle > 30) {
                        System.err.println("nothing has gone on for 30 seconds");
                        Thread.getAllStackTraces().forEach((thread, stack) -> {
                            System.err.println(thread);
                            for (StackTraceElement element : stack) {
                                System.err.println("    " + element);
                            }
                        });
                        System.err.flush();
                        Runtime.getRuntime().halt(3);
                    }
                }
            });
        }

        private static void awaitNothingOpen() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!OpenResources.count().equals(new OpenResources(0, 0, 0, 0, 0, 0))) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException("still open: " + OpenResources.count());
                }
                Thread.sleep(10);
            }
        }
    }
}
