package io.pysail.sdk.subprocess;

import java.util.Map;

/**
 * A pool at one moment.
 *
 * <p>Immutable.
 *
 * @param workers how many live workers are in each state that any is in
 * @param started how many workers have been started in all
 * @param restarts how many workers and supervisors ended though nobody had asked them to
 * @param circuit whether processes are started
 */
record PoolSnapshot(Map<Worker.State, Integer> workers, long started, long restarts, StartCircuit.State circuit) {
    PoolSnapshot {
        workers = Map.copyOf(workers);
    }

    /** How many there are in all. */
    int size() {
        return workers.values().stream().mapToInt(Integer::intValue).sum();
    }
}
