package io.pysail.sdk.cli;

import io.pysail.sdk.Responsibility;
import io.pysail.sdk.SailException;
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
        subcommands = {DoctorCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = SailVersion.class,
        exitCodeOnExecutionException = Sail.FAILED,
        exitCodeOnInvalidInput = Sail.WRONG_USAGE,
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:success",
            "1:the source or its data failed",
            "2:wrong usage, or the environment is not as it must be"
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
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        ProcessEnd end = new ProcessEnd();
        int status = run(out, err, end, args);
        out.flush();
        err.flush();
        end.leave(status);
    }

    /** Runs the command; what it leaves to be ended with the process goes to {@code end}. */
    static int run(PrintWriter out, PrintWriter err, ProcessEnd end, String... args) {
        return commandLine(end)
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((thrown, command, parsed) -> report(thrown, command))
                .execute(args);
    }

    private static CommandLine commandLine(ProcessEnd end) {
        return new CommandLine(new Sail(), new CommandFactory(end))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a verb is missing: try sail doctor, or sail --help");
    }

    GlobalOptions options() {
        return options;
    }

    private static int report(Exception thrown, CommandLine command) {
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
