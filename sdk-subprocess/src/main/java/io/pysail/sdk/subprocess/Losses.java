package io.pysail.sdk.subprocess;

import io.pysail.sdk.DataSourceException;

/** Says what became of a worker process, in the words of whoever waited for it. */
final class Losses {
    private Losses() {}

    /** While a source was planned, or wrote. */
    static DataSourceException during(String operation, String source, WorkerLostException lost) {
        return of(operation, source, "its worker process " + lost.what(), lost);
    }

    /** While rows were read that may not come again. */
    static DataSourceException afterRows(String source, long rows, WorkerLostException lost) {
        return of(
                "read",
                source,
                "its worker process " + lost.what() + " after " + rows
                        + (rows == 1 ? " row was" : " rows were")
                        + " delivered, and the source does not say deterministic = True, so that it cannot be read again",
                lost);
    }

    /** Where the same partition ends each worker that reads it. */
    static DataSourceException poisoned(String source, int deaths, WorkerLostException lost) {
        return of(
                "read",
                source,
                "this partition ended " + deaths + " worker processes one after the other; the last one " + lost.what(),
                lost);
    }

    private static DataSourceException of(String operation, String source, String reason, WorkerLostException lost) {
        boolean running = operation.equals("read") || operation.equals("write");
        return DataSourceException.of(
                running ? "PYTHON_EXCEPTION" : "PYTHON_DATA_SOURCE_ERROR",
                source,
                operation,
                reason + details(lost.end()),
                lost);
    }

    private static String details(WorkerEnd end) {
        String stack = end.pythonStack().strip();
        String output = end.lastOutput().strip();
        return (stack.isEmpty() ? "" : "\n" + stack)
                + (output.isEmpty() ? "" : "\nThe last that it wrote to standard error:\n" + output);
    }
}
