package io.pysail.sdk;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what another thread does. */
final class Waiting {
    private static final long DEADLINE_NANOS = 20_000_000_000L;

    private Waiting() {}

    /** Returns when it holds, or when that is given up. */
    static void until(BooleanSupplier holds) {
        long deadline = System.nanoTime() + DEADLINE_NANOS;
        while (!holds.getAsBoolean() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(100_000);
        }
    }

    /** Returns when a thread sleeps for somebody else. */
    static void untilAsleep(Thread thread) {
        until(() -> thread.getState() == Thread.State.WAITING);
    }
}
