package io.pysail.sdk.subprocess;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The sessions that have a worker each, the one that was used last at the end. Beyond a number the others give theirs up.
 *
 * <p>Thread-safe.
 */
final class Residents {
    private final int most;
    private final Deque<WorkerSession> sessions = new ArrayDeque<>();

    Residents(int most) {
        this.most = most;
    }

    void add(WorkerSession session) {
        List<WorkerSession> eldest;
        synchronized (this) {
            sessions.remove(session);
            sessions.addLast(session);
            eldest = sessions.size() > most ? new ArrayList<>(sessions) : List.of();
        }
        int surplus = eldest.size() - most;
        for (WorkerSession each : eldest) {
            if (surplus > 0 && each != session && each.tryEvict()) {
                remove(each);
                surplus--;
            }
        }
    }

    synchronized void used(WorkerSession session) {
        if (sessions.remove(session)) {
            sessions.addLast(session);
        }
    }

    synchronized void remove(WorkerSession session) {
        sessions.remove(session);
    }
}
