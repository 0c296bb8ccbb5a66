package io.pysail.sdk.cli;

import io.pysail.sdk.PythonExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * How the process of the command ends: a Python that ran in it wants to be left in its own way.
 *
 * <p>Thread-safe: signals come on threads of their own.
 */
final class ProcessEnd {
    /** Set while an archive of classes is recorded, which the JVM writes only when it ends by itself. */
    private static final boolean RECORDING = Boolean.getBoolean("io.pysail.sdk.cli.recording");

    private final List<PythonExecutor> opened = new ArrayList<>();
    private boolean leaving;

    /** Takes an executor over, to be left open until the process ends. */
    synchronized void keep(PythonExecutor executor) {
        opened.add(executor);
    }

    /** Ends the process; whoever comes second waits for the end. */
    void leave(int status) {
        List<PythonExecutor> executors = toBeLeft();
        if (!RECORDING && !executors.isEmpty()) {
            // The last one ends the process, which holds no more of the others than they have to give back.
            executors.subList(0, executors.size() - 1).forEach(PythonExecutor::close);
            executors.getLast().exit(status);
        }
        System.exit(status);
    }

    synchronized boolean isLeaving() {
        return leaving;
    }

    private synchronized List<PythonExecutor> toBeLeft() {
        while (leaving) {
            try {
                wait(); // the other one ends the process meanwhile
            } catch (InterruptedException e) {
                // ended all the same
            }
        }
        leaving = true;
        return List.copyOf(opened);
    }
}
