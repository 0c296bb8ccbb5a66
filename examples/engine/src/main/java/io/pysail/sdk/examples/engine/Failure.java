package io.pysail.sdk.examples.engine;

import io.pysail.sdk.SailException;
import java.io.PrintStream;
import java.util.concurrent.CancellationException;
import org.apache.arrow.memory.OutOfMemoryException;

/**
 * An error as a person wants to see it, and the exit status that tells a script who can mend it.
 *
 * @param message what went wrong, and what to do
 * @param status 1 if the source or its data failed, 2 for what was typed or installed, 130 if somebody stopped it
 */
record Failure(String message, int status) {
    static Failure of(Throwable thrown) {
        return switch (thrown) {
            case SailException e ->
                new Failure(e.condition().map(name -> "[" + name + "] ").orElse("") + e.getMessage(), status(e));
            case CancellationException _ -> new Failure("the query was stopped", 130);
            case OutOfMemoryException e ->
                new Failure("the query needs more memory than --memory allows: " + e.getMessage(), 2);
            default -> new Failure("the engine failed: " + thrown, 1);
        };
    }

    private static int status(SailException e) {
        return switch (e.responsibility()) {
            case SOURCE, SDK -> 1;
            case USER, ENVIRONMENT -> 2;
        };
    }

    /** Prints the message and gives the status. */
    int print(PrintStream err) {
        err.println("error: " + message.replaceAll("[\\p{Cntrl}&&[^\n]]", "?"));
        return status;
    }
}
