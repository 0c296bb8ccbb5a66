package io.pysail.sdk.subprocess;

import java.time.Duration;
import java.util.Map;

/**
 * How a pool keeps its workers.
 *
 * <p>Immutable.
 *
 * @param mostIdle how many wait for work at most; those beyond are ended when they are given back
 * @param spares how many are started before somebody asks for them, once the last idle one was taken
 * @param startTimeout how long a process may take until it says that it is ready
 * @param recycleAfter after how many uses a worker is ended, or 0 for never
 * @param recycleAboveBytes with how much memory of its own a worker is ended when it is given back, or 0 for never
 * @param environmentOfChildren environment variables beside those of every worker
 * @param mostWorkers how many there are at most, in whatever state; who asks for one more waits
 */
record PoolSettings(
        int mostIdle,
        int spares,
        Duration startTimeout,
        int recycleAfter,
        long recycleAboveBytes,
        Map<String, String> environmentOfChildren,
        int mostWorkers) {
    PoolSettings {
        environmentOfChildren = Map.copyOf(environmentOfChildren);
        if (mostIdle < 0 || spares < 0 || recycleAfter < 0 || recycleAboveBytes < 0) {
            throw new IllegalArgumentException("a number of workers, uses or bytes is negative: " + mostIdle + ", "
                    + spares + ", " + recycleAfter + ", " + recycleAboveBytes);
        }
        if (mostWorkers < 1 || !startTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "no worker could ever start: " + mostWorkers + " workers within " + startTimeout);
        }
    }
}
