package io.pysail.sdk.cdata;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * The use count of some native memory, which is given up once, by whoever leaves last.
 *
 * <p>Thread-safe.
 */
final class SharedUse {
    private final AtomicInteger users = new AtomicInteger(1);
    private final Runnable giveUp;

    /** Starts with one user. */
    SharedUse(Runnable giveUp) {
        this.giveUp = giveUp;
    }

    /** Becomes a user; false if the last one has left. */
    boolean join() {
        int seen = users.get();
        while (seen > 0) {
            int witness = users.compareAndExchange(seen, seen + 1);
            if (witness == seen) {
                return true;
            }
            seen = witness;
        }
        return false;
    }

    /** Leaves. Each user does so once. */
    void leave() {
        if (users.decrementAndGet() == 0) {
            giveUp.run();
        }
    }
}
