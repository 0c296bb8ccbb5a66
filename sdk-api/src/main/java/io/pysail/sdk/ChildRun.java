package io.pysail.sdk;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * A program that was run to its end, with nothing to read on its standard input.
 *
 * @param exitCode its exit code
 * @param output the last of what it wrote to its standard output
 * @param errors the last of what it wrote to its standard error
 */
record ChildRun(int exitCode, String output, String errors) {
    /**
     * Runs a program; whatever it started is gone with it if it does not end by itself.
     *
     * @throws IOException if it cannot be started
     * @throws TimeoutException if it did not end in time
     * @throws InterruptedException if this thread was interrupted
     */
    static ChildRun of(List<String> command, Duration deadline)
            throws IOException, InterruptedException, TimeoutException {
        Process process = new ProcessBuilder(command).start();
        try {
            process.getOutputStream().close();
            var output = OutputTail.of(process.getInputStream());
            var errors = OutputTail.of(process.getErrorStream());
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new TimeoutException();
            }
            return new ChildRun(process.exitValue(), output.text(), errors.text());
        } finally {
            if (process.isAlive()) {
                killTree(process);
            }
        }
    }

    /** Looks the children up first: once their parent is dead nothing leads to them. */
    private static void killTree(Process process) {
        List<ProcessHandle> tree = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        tree.forEach(ProcessHandle::destroyForcibly);
    }
}
