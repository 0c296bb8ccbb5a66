package io.pysail.sdk.cli;

import io.pysail.sdk.Responsibility;
import io.pysail.sdk.SailException;
import io.pysail.sdk.cli.descriptor.OutputException;
import io.pysail.sdk.cli.descriptor.ReaderGoneException;
import io.pysail.sdk.cli.descriptor.StandardOutput;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command itself: it has verbs, and alone it says so. */
@Command(
        name = "sail",
        description = "Runs Python data sources from the JVM.",
        subcommands = {
            DoctorCommand.class,
            ListCommand.class,
            SchemaCommand.class,
            ReadCommand.class,
            WriteCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        versionProvider = SailVersion.class,
        exitCodeOnExecutionException = Sail.FAILED,
        exitCodeOnInvalidInput = Sail.WRONG_USAGE,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the source or its data failed",
            "2:wrong usage, or the environment is not as it must be",
            "130, 143:interrupted (SIGINT), told to end (SIGTERM); sources are stopped first"
        })
final class Sail implements Runnable {
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    /**
     * Runs the command and ends the process.
     *
     * @param args what the user typed
     */
    public static void main(String[] args) {
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        ProcessEnd end = new ProcessEnd();
        Signals.endBy(end);
        int status;
        try {
            status = run(StandardOutput.claim(), err, end, args);
        } catch (OutputException e) {
            ErrorReport.print(e, err, false);
            status = FAILED;
        }
        err.flush();
        end.leave(status);
    }

    /** Runs the command; what a {@link PrintWriter} kept to itself becomes the status. */
    private static int run(StandardOutput data, PrintWriter err, ProcessEnd end, String... args) {
        PrintWriter out = new PrintWriter(data, true, StandardCharsets.UTF_8);
        int status = run(out, err, new CommandOutput(data, data.terminal()), end, args);
        IOException failure = out.checkError() ? data.failure().orElse(null) : null;
        if (failure == null || failure instanceof ReaderGoneException) {
            return status;
        }
        ErrorReport.print(failure, err, false);
        return status == 0 ? FAILED : status;
    }

    /** Runs the command; what it leaves to be ended with the process goes to {@code end}. */
    static int run(PrintWriter out, PrintWriter err, CommandOutput output, ProcessEnd end, String... args) {
        return new CommandLine(new Sail(), new CommandFactory(end, output))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setOut(out)
                .setErr(err)
                .setParameterExceptionHandler((wrong, _) -> ErrorReport.usage(wrong))
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command, end))
                .execute(args);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "a verb is missing: try sail list, sail read NAME, or sail --help");
    }

    GlobalOptions options() {
        return options;
    }

    private static int report(Exception thrown, CommandLine command, ProcessEnd end) {
        // What fails because the process is being ended is no news.
        if (thrown instanceof ReaderGoneException || end.isLeaving()) {
            return 0;
        }
        GlobalOptions options = GlobalOptions.of(command);
        ErrorReport.print(thrown, command.getErr(), options.verbose());
        return thrown instanceof SailException known ? status(known.responsibility()) : FAILED;
    }

    private static int status(Responsibility responsibility) {
        return switch (responsibility) {
            case SOURCE, SDK -> FAILED;
            case USER, ENVIRONMENT -> WRONG_USAGE;
        };
    }
}
