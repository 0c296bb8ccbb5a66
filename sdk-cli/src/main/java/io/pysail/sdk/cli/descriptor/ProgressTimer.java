package io.pysail.sdk.cli.descriptor;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets time go by in a {@link ProgressLine} while nothing else happens.
 *
 * <p>Thread-safe. Whoever started it closes it, and then the line.
 */
public final class ProgressTimer implements AutoCloseable {
    private static final long MILLIS = 200;

    private final CountDownLatch ended = new CountDownLatch(1);

    private ProgressTimer() {}

    /**
     * Starts a timer.
     *
     * @param line what it moves; it remains the caller's
     * @return the timer
     */
    public static ProgressTimer of(ProgressLine line) {
        ProgressTimer timer = new ProgressTimer();
        Thread.ofPlatform().daemon().name("sail-progress").start(() -> timer.run(line));
        return timer;
    }

    private void run(ProgressLine line) {
        try {
            while (!ended.await(MILLIS, TimeUnit.MILLISECONDS)) {
                line.tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does that, but it would be an end too
        }
    }

    /** Ends it; twice does no harm. */
    @Override
    public void close() {
        ended.countDown();
    }
}
