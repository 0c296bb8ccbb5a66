package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceException;
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
                err.println("error: " + Printable.text(e.reason()));
                err.println("  -> " + Printable.lines(e.remedy()));
            }
            case DataSourceException e -> {
                printLine(e, err);
                e.pythonException().ifPresent(raised -> err.print(Printable.lines(SourceTraceback.of(raised))));
            }
            case SailException e -> printLine(e, err);
            case OutputException e -> err.println("error: " + e.getMessage());
            default -> err.println("error: " + thrown + (verbose ? "" : " (--verbose shows where)"));
        }
        Advice.on(thrown).ifPresent(advice -> err.println("  -> " + advice));
        if (verbose) {
            thrown.printStackTrace(err);
        }
        err.flush();
    }

    private static void printLine(SailException error, PrintWriter err) {
        String condition = error.condition().map(name -> "[" + name + "] ").orElse("");
        err.println("error: " + condition + Printable.text(String.valueOf(error.getMessage())));
    }
}
