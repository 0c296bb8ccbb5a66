package io.pysail.sdk.subprocess;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.INFO;

/**
 * Logs what a process prints, line by line, and keeps the last of its standard error.
 *
 * <p>Written to by one thread at a time; read by any.
 */
final class WorkerOutput {
    private static final System.Logger LOGGER = System.getLogger("io.pysail.sdk.subprocess.output");

    private final LastBytes lastErrors = new LastBytes();
    private final OutputLines output;
    private final OutputLines errors;

    /** @param writer who prints, for the log */
    WorkerOutput(String writer) {
        output = new OutputLines(line -> log(writer + " stdout: ", line));
        errors = new OutputLines(line -> log(writer + " stderr: ", line));
    }

    /** @param flags of the frame OUTPUT */
    void add(int flags, byte[] bytes) {
        if (flags == FrameTypes.STDOUT) {
            output.add(bytes, bytes.length);
        } else {
            addErrors(bytes, bytes.length);
        }
    }

    void addErrors(byte[] bytes, int count) {
        lastErrors.add(bytes, count);
        errors.add(bytes, count);
    }

    /** Nothing comes any more. */
    void end() {
        output.end();
        errors.end();
    }

    String lastErrors() {
        return lastErrors.text();
    }

    private static void log(String writer, String line) {
        try {
            LOGGER.log(INFO, () -> writer + line);
        } catch (RuntimeException e) {
            // A log that fails must not stop the thread that hears how workers end.
            System.getLogger("io.pysail.sdk.subprocess").log(DEBUG, "a line of output was not logged", e);
        }
    }
}
