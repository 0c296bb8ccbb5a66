package io.pysail.sdk.examples.engine;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What Ctrl-C does while something runs: it is stopped, and the process waits until it has given back what it holds.
 *
 * <p>A shutdown hook only tells and waits. What is stopped closes its sources on its own threads.
 */
final class Interruption implements AutoCloseable {
    /** A source that does not stop is left behind after two seconds. */
    private static final long PATIENCE_SECONDS = 5;

    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;

    private Interruption(Runnable stop) {
        this.hook = new Thread(() -> {
            stop.run();
            awaitDone();
        });
    }

    static Interruption stopping(Runnable stop) {
        Interruption interruption = new Interruption(stop);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void awaitDone() {
        try {
            var _ = done.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            // nobody does that to a shutdown hook
        }
    }

    /** Nothing is left to be stopped. Does not return if the process is ending, whose status is that of the signal. */
    @Override
    public void close() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            while (true) {
                LockSupport.park(this);
            }
        }
    }
}
