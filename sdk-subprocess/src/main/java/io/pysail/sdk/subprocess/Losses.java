package io.pysail.sdk.subprocess;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.PythonException;
import io.pysail.sdk.spi.PlannedWrite;
import java.util.List;

/** Says what became of a worker process, in the words of whoever waited for it. */
final class Losses {
    private Losses() {}

    /** While a source was planned, or wrote. */
    static DataSourceException during(String operation, String source, WorkerLostException lost) {
        return of(operation, source, "its worker process " + lost.what(), lost);
    }

    /** While a commit ran, of which nobody knows any more whether it happened. */
    static DataSourceException duringCommit(String source, WorkerLostException lost) {
        return DataSourceException.of(
                PlannedWrite.COMMIT_OUTCOME_UNKNOWN,
                source,
                "commit",
                "its worker process " + lost.what() + ": it may have happened",
                crash(lost));
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

    /** Where rows that were delivered do not come again. */
    static DataSourceException fewerRows(String source, long rows, long again) {
        return DataSourceException.of(
                "PYTHON_EXCEPTION",
                source,
                "read",
                "its worker process was lost after " + rows + (rows == 1 ? " row was" : " rows were")
                        + " delivered, and the source, which says deterministic = True, gave only " + again
                        + " when it was read again",
                null);
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
                running ? "PYTHON_EXCEPTION" : "PYTHON_DATA_SOURCE_ERROR", source, operation, reason, crash(lost));
    }

    /** What Python could still tell, as if it had raised that. */
    private static PythonException crash(WorkerLostException lost) {
        String stack = stack(lost.end().pythonStack());
        String output = lost.end().lastOutput().strip();
        return PythonException.of(
                "WorkerProcessError",
                "a worker process " + lost.what(),
                stack + (output.isEmpty() ? "" : "The last that it wrote to standard error:\n" + output.indent(2)),
                lost,
                null);
    }

    /** The part about the source: the thread that crashed, without the frames of the SDK's own code. */
    private static String stack(String told) {
        List<String> lines = told.lines()
                .dropWhile(line -> !line.startsWith("Current thread"))
                .takeWhile(line -> !line.isBlank())
                .filter(line -> !line.contains("\"<sail>") && !line.contains("\"<string>\""))
                .toList();
        return lines.size() < 2 ? "" : String.join("\n", lines) + "\n";
    }
}
