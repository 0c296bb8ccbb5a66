package io.pysail.sdk.subprocess;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** Waits for what comes soon in any case, so that an interrupt only makes the caller's thread be interrupted after it. */
final class Waiting {
    /** As long as it takes. */
    static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private Waiting() {}

    /** A wait of at most so many nanoseconds. */
    interface Wait {
        void await(long nanos) throws InterruptedException, TimeoutException, ExecutionException;
    }

    /** Returns whether it came in time. */
    static boolean uninterruptibly(Duration most, Wait wait) {
        long start = System.nanoTime();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    wait.await(Math.max(0, most.toNanos() - (System.nanoTime() - start)));
                    return true;
                } catch (InterruptedException _) {
                    interrupted = true;
                } catch (TimeoutException _) {
                    return false;
                } catch (ExecutionException e) {
                    throw new AssertionError("what is waited for never fails", e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
