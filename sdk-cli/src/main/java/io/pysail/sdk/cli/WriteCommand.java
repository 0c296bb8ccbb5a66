package io.pysail.sdk.cli;

import io.pysail.sdk.CommitMessage;
import io.pysail.sdk.DataSources;
import io.pysail.sdk.PythonExecutor;
import io.pysail.sdk.SaveMode;
import io.pysail.sdk.WriteJob;
import io.pysail.sdk.cdata.ArrowSchema;
import io.pysail.sdk.cli.descriptor.ProgressLine;
import io.pysail.sdk.cli.descriptor.ProgressTimer;
import io.pysail.sdk.cli.input.BatchInput;
import io.pysail.sdk.cli.output.Printable;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code sail write}. */
@Command(
        name = "write",
        description = "Writes the rows of a file to a source: all of them, or none if something fails.",
        mixinStandardHelpOptions = true)
final class WriteCommand implements Callable<Integer> {
    private final SourceAccess access;
    private final ProcessEnd end;

    @Mixin
    private SourceArguments source = new SourceArguments();

    @Mixin
    private InputArguments input = new InputArguments();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            description = "append, to what the source has already, or overwrite, in its place. Default: append.")
    private SaveMode mode = SaveMode.APPEND;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Tasks that write at once, each a part of the rows: batches are dealt out to them in turn."
                    + " Default: ${DEFAULT-VALUE}.")
    private int parallel = 1;

    @Option(names = "--stats", description = "Print figures as one JSON object, as the last line of standard error.")
    private boolean stats;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Do all of it N times, each time in a write of its own: for measuring warm code.")
    private int repeat = 1;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    WriteCommand(SourceAccess access, ProcessEnd end) {
        this.access = access;
        this.end = end;
    }

    @Override
    public Integer call() throws IOException {
        require(parallel > 0, "--parallel is 1 or more, not " + parallel);
        require(repeat > 0, "--repeat is 1 or more, not " + repeat);
        require(repeat == 1 || !input.isStandardInput(), "--repeat needs a file: standard input is read once");
        PythonExecutor executor = access.executor(GlobalOptions.of(spec.commandLine()));
        WriteStats figures = new WriteStats();
        try (DataSources sources = DataSources.over(executor)) {
            for (int pass = 0; pass < repeat; pass++) {
                pass(sources, figures);
            }
        }
        if (stats) {
            figures.print(
                    spec.commandLine().getErr(),
                    executor.name(),
                    executor.health().version().toString(),
                    repeat > 1);
        }
        return 0;
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void pass(DataSources sources, WriteStats figures) throws IOException {
        long start = System.nanoTime();
        try (BatchInput opened = input.open(sources)) {
            GuardedWrite write = begin(sources, input.schema(opened));
            try (write;
                    ProgressLine progress = progress();
                    ProgressTimer _ = ProgressTimer.of(progress)) {
                long planned = System.nanoTime();
                List<CommitMessage> messages = new TasksWriting(
                                opened, write.tasks(), batch -> progress.add(batch.rowCount(), batch.byteSize()))
                        .run();
                write.commit(messages);
                figures.pass(planned - start, System.nanoTime() - planned, write.tasks(), messages.size());
            } finally {
                end.finished(write);
            }
        }
    }

    private GuardedWrite begin(DataSources sources, ArrowSchema schema) {
        WriteJob job = source.in(sources).write(schema, mode);
        GuardedWrite write = new GuardedWrite(job, parallel);
        end.closeFirst(write);
        return write;
    }

    private ProgressLine progress() {
        return ProgressLine.on(spec.commandLine().getErr(), Printable.text(source.name()), 0);
    }
}
