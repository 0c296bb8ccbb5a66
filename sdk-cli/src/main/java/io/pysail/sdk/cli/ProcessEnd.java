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
        if (!RECORDING) {
            toBeLeft().forEach(executor -> executor.exit(status));
        }
        System.exit(status);
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
        // Each of them ends the process, and those that hold less are closed before.
        opened.subList(0, Math.max(0, opened.size() - 1)).forEach(PythonExecutor::close);
        return opened.isEmpty() ? List.of() : List.of(opened.getLast());
    }
}
