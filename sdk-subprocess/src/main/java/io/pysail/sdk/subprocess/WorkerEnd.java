package io.pysail.sdk.subprocess;

import org.jspecify.annotations.Nullable;

/**
 * How a worker process ended.
 *
 * <p>Immutable.
 *
 * @param status its exit status, if it left
 * @param signal the signal that ended it, if one did; neither is known of those that ended with their supervisor
 * @param pythonStack what Python's {@code faulthandler} wrote when it crashed, or an empty text
 * @param lastOutput the last 64 KiB of its standard error; whoever prints it escapes what a terminal would obey
 */
record WorkerEnd(@Nullable Integer status, @Nullable Integer signal, String pythonStack, String lastOutput) {
    /** What happened, as the rest of a sentence that starts with the worker. */
    String text() {
        if (signal != null) {
            return "was killed by " + Signals.name(signal);
        }
        return status != null ? "exited with status " + status : "ended with the process that supervises it";
    }
}
