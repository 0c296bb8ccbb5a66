package io.pysail.sdk.cli;

import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cli.descriptor.OutputException;
import java.io.PrintWriter;

/** Errors as a person wants to see them: what is wrong, what to do, and no Java stack trace unless asked for. */
final class ErrorReport {
    private ErrorReport() {}

    static void print(Throwable thrown, PrintWriter err, boolean verbose) {
        switch (thrown) {
            case EnvironmentException e -> {
                err.println("error: " + e.reason());
                err.println("  -> " + e.remedy());
            }
            case SailException e -> err.println("error: " + e.getMessage());
            case OutputException e -> err.println("error: " + e.getMessage());
            default -> err.println("error: " + thrown + (verbose ? "" : " (--verbose shows where)"));
        }
        if (verbose) {
            thrown.printStackTrace(err);
        }
        err.flush();
    }
}
