package io.pysail.sdk.examples.engine;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Several virtual threads that do the same, such as taking one thing after the other out of a queue.
 *
 * <p>The first that fails stops the others, by an interrupt: one that waits for a source then throws, and closes what it
 * has on its way out.
 *
 * <p>Used once; {@link #stop} may be called from any thread.
 */
final class Workers {
    private final int number;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Workers(int number) {
        this.number = number;
    }

    /** Has all of them do something, waits for the last one, and throws what the first one to fail threw. */
    void run(Runnable work) {
        try (threads) {
            for (int i = 0; i < number && failure.get() == null; i++) {
                threads.execute(() -> runOne(work));
            }
        } catch (RejectedExecutionException e) {
            fail(e); // unless that is what stopped them
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError("a Runnable throws nothing else", e);
        }
    }

    /** Ends the work as a failure does. */
    void stop() {
        fail(new CancellationException("the query was stopped"));
    }

    private void runOne(Runnable work) {
        try {
            work.run();
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable e) {
        if (failure.compareAndSet(null, e)) {
            threads.shutdownNow();
        }
    }
}
