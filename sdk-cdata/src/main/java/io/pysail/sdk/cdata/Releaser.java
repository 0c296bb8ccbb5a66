package io.pysail.sdk.cdata;

/**
 * Decides where and when the release function of an imported struct runs.
 *
 * <p>A batch is closed on any thread, perhaps inside a monitor, while the release function may want a lock that this
 * thread must not wait for, such as Python's. A releaser for such producers enqueues the work for a thread of its own.
 *
 * <p>Thread-safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface Releaser {
    /** Runs the release function at once, on the thread that closes: for producers without locks. */
    Releaser AT_ONCE = Runnable::run;

    /**
     * Takes over the duty to run some work once, now or soon.
     *
     * @param release calls the release function and frees what held the struct; it throws nothing
     */
    void release(Runnable release);
}
