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
            return "was killed by " + signalName(signal);
        }
        return status != null ? "exited with status " + status : "ended with the process that supervises it";
    }

    private static String signalName(int signal) {
        return switch (signal) {
            case 1 -> "SIGHUP";
            case 2 -> "SIGINT";
            case 3 -> "SIGQUIT";
            case 4 -> "SIGILL";
            case 5 -> "SIGTRAP";
            case 6 -> "SIGABRT";
            case 7 -> "SIGBUS";
            case 8 -> "SIGFPE";
            case 9 -> "SIGKILL";
            case 10 -> "SIGUSR1";
            case 11 -> "SIGSEGV";
            case 12 -> "SIGUSR2";
            case 13 -> "SIGPIPE";
            case 14 -> "SIGALRM";
            case 15 -> "SIGTERM";
            case 24 -> "SIGXCPU";
            case 25 -> "SIGXFSZ";
            case 31 -> "SIGSYS";
            default -> "signal " + signal;
        };
    }
}
