package io.pysail.sdk.cli;

import io.pysail.sdk.DataSourceException;
import io.pysail.sdk.EnvironmentException;
import io.pysail.sdk.SailException;
import io.pysail.sdk.UsageException;
import io.pysail.sdk.cli.descriptor.OutputException;
import io.pysail.sdk.cli.input.InputException;
import io.pysail.sdk.cli.output.CharacterWidth;
import io.pysail.sdk.cli.output.Printable;
import io.pysail.sdk.filter.PredicateException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Errors as a person wants to see them: what is wrong, what to do, and no Java stack trace unless asked for. */
final class ErrorReport {
    private ErrorReport() {}

    /** Prints all of it at once: what workers still say must not come between its lines. */
    static void print(Throwable thrown, PrintWriter err, boolean verbose) {
        StringWriter text = new StringWriter();
        write(thrown, new PrintWriter(text), verbose);
        err.print(text);
        err.flush();
    }

    private static void write(Throwable thrown, PrintWriter err, boolean verbose) {
        switch (thrown) {
            case EnvironmentException e -> {
                err.println("error: " + Printable.text(e.reason()));
                err.println("  -> " + Printable.lines(e.remedy()));
            }
            case DataSourceException e -> {
                printLine(e, err);
                e.pythonException().ifPresent(raised -> err.print(Printable.lines(SourceTraceback.of(raised))));
            }
            case UsageException e
            when e.getCause() instanceof PredicateException wrong -> {
                printLine(e, err);
                markedPosition(wrong).forEach(line -> err.println("  " + line));
            }
            case SailException e -> printLine(e, err);
            case InputException e -> err.println("error: " + Printable.text(String.valueOf(e.getMessage())));
            case OutputException e -> err.println("error: " + Printable.text(String.valueOf(e.getMessage())));
            default ->
                err.println(
                        "error: " + Printable.text(thrown.toString()) + (verbose ? "" : " (--verbose shows where)"));
        }
        for (Throwable later : thrown.getSuppressed()) {
            if (later instanceof DataSourceException e) {
                printLine(e, err); // such as of an abort: what was written may be left behind
            }
        }
        Advice.on(thrown).ifPresent(advice -> err.println("  -> " + advice));
        if (verbose) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            err.print(Printable.lines(trace.toString()));
        }
    }

    /** What was typed wrong, and where it says how to; the whole help would hide the one line that matters. */
    static int usage(ParameterException wrong) {
        PrintWriter err = wrong.getCommandLine().getErr();
        err.println("error: " + Printable.text(String.valueOf(wrong.getMessage())));
        List<String> unknown = wrong.getCommandLine().getUnmatchedArguments();
        if (wrong instanceof CommandLine.MissingParameterException && !unknown.isEmpty()) {
            // What is missing may be there, with a name that is spelled wrong.
            ParameterException misspelled = new CommandLine.UnmatchedArgumentException(wrong.getCommandLine(), unknown);
            err.println("error: " + Printable.text(String.valueOf(misspelled.getMessage())));
            CommandLine.UnmatchedArgumentException.printSuggestions(misspelled, err);
        }
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("  -> " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help shows what there is");
        err.flush();
        return Sail.WRONG_USAGE;
    }

    /** The predicate, and below it a mark where it is wrong. */
    private static List<String> markedPosition(PredicateException wrong) {
        if (wrong.position() < 0) {
            return List.of();
        }
        String text = wrong.text().orElse("");
        String before = Printable.text(text.substring(0, wrong.position()));
        return List.of(Printable.text(text), " ".repeat(CharacterWidth.of(before)) + "^");
    }

    private static void printLine(SailException error, PrintWriter err) {
        String condition = error.condition().map(name -> "[" + name + "] ").orElse("");
        err.println("error: " + condition + Printable.text(String.valueOf(error.getMessage())));
    }
}
